# Should -Throw: message and error id are wildcards, the type is that of the exception or one of its bases. With -Not
# any error at all is a failure, whatever else is asked for.

function Test-ShouldThrow {
    param($Actual, [string]$ExpectedMessage, [string]$ErrorId, [type]$ExceptionType, [bool]$Not, $Because, [ref]$Thrown)
    if ($Actual -isnot [scriptblock]) {
        throw [ArgumentException]"Input is missing or not a ScriptBlock. Input to '-Throw' and '-Not -Throw' must be enclosed in curly braces."
    }
    $record = Get-ThrownError $Actual
    if ($Not) {
        if ($record) {
            return "Expected no exception to be thrown,$(Format-Because $Because) but an exception `"$($record.Exception.Message)`" was thrown $(Format-Place $record)."
        }
        return
    }

    $filters = @()
    $buts = @()
    if ($ExceptionType) {
        $filters += "type $(Format-Nicely $ExceptionType)"
        if ($record -and $record.Exception -isnot $ExceptionType) { $buts += "the exception type was $(Format-Nicely $record.Exception.GetType())" }
    }
    if (-not [string]::IsNullOrWhiteSpace($ExpectedMessage)) {
        $filters += "message like $(Format-Nicely ([System.Management.Automation.WildcardPattern]::Unescape($ExpectedMessage)))"
        if ($record -and $record.Exception.Message -notlike $ExpectedMessage) { $buts += "the message was $(Format-Nicely $record.Exception.Message)" }
    }
    if (-not [string]::IsNullOrWhiteSpace($ErrorId)) {
        $filters += "FullyQualifiedErrorId $(Format-Nicely $ErrorId)"
        if ($record -and $record.FullyQualifiedErrorId -notlike $ErrorId) { $buts += "the FullyQualifiedErrorId was $(Format-Nicely $record.FullyQualifiedErrorId)" }
    }
    if (-not $record) { $buts += 'no exception was thrown' }
    if ($buts.Count -gt 0) {
        $with = if ($filters.Count -gt 0) { " with $(Join-And $filters)" }
        $place = if ($record) { " $(Format-Place $record)" }
        return "Expected an exception$with to be thrown,$(Format-Because $Because) but $(Join-And $buts).$place"
    }
    $Thrown.Value = $record
}

function Get-ThrownError {
    # The block runs in a scope of its own below the test's; a stray 'break' in it ends only the loop here.
    param([scriptblock]$ScriptBlock)
    try { do { $null = & $ScriptBlock } until ($true) }
    catch { $_ }
}

function Format-Place {
    param($Record)
    $position = @($Record.InvocationInfo.PositionMessage -split '\r?\n' -match '\S') -join "`n    "
    $position -replace '^At ', 'from '
}
