function Invoke-StandIn {
    <#
    .SYNOPSIS
    Discovers and runs tests; see Invoke-StandIn.ps1, which is the way in.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromRemainingArguments)][string[]]$Path,
        [string[]]$FullName = '*',
        [ValidateSet('None', 'Normal', 'Detailed')][string]$Output = 'Normal',
        [switch]$PassThru,
        [Parameter(Mandatory)][hashtable]$Frames
    )
    $script:Frames = $Frames
    $script:OpenBlock = $null
    $script:Output = $Output
    $watch = [System.Diagnostics.Stopwatch]::StartNew()

    # All files are discovered before any test runs, as Pester does it.
    $files = @(Find-TestFile $Path)
    Write-Line "Starting discovery in $($files.Count) files."
    $roots = @(foreach ($file in $files) { Find-Test $file })
    foreach ($root in $roots) {
        Select-Test $root $FullName $false
        if ($root.Errors.Count -gt 0) { Write-ContainerFailure $root }
    }
    Write-Line 'Running tests.'
    foreach ($root in $roots) { Invoke-Container $root }

    $result = Get-RunResult $roots $watch.Elapsed
    Write-Summary $result
    if ($PassThru) { $result }
    if ($result.Result -ne 'Passed') { exit 1 }
    exit 0
}
