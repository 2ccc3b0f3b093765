# Values in messages, in Pester's notation.

function Format-Nicely {
    param($Value)
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [bool]) { return '$' + $Value.ToString().ToLowerInvariant() }
    if ($Value -is [string]) { if ($Value -eq '') { return '<empty>' } else { return "'$Value'" } }
    if ($Value -is [datetime]) { return $Value.ToString('o') }
    if ($Value -is [type]) { return "[$Value]" }
    if ($Value -is [scriptblock]) { return "{$Value}" }
    if ($Value -is [System.Collections.IDictionary] -or $Value -isnot [System.Collections.IEnumerable]) { return [string]$Value }
    Format-Collection $Value
}

function Format-Collection {
    param($Value)
    $limit = 10
    $items = @($Value)
    $shown = @($items | Select-Object -First $limit | ForEach-Object { Format-Nicely $_ }) -join ', '
    $more = if ($items.Count -gt $limit) { ", ...$($items.Count - $limit) more" }
    "@($shown$more)"
}

function Format-Because {
    param([string]$Because)
    $reason = $Because.Trim() -replace '^because\s'
    if ($reason) { " because $reason," }
}

function Join-And {
    param([string[]]$Item)
    if ($Item.Count -lt 2) { return $Item -join '' }
    ($Item[0..($Item.Count - 2)] -join ', ') + ' and ' + $Item[-1]
}

function Format-StringDifference {
    # Two texts that should be the same, one above the other, with an arrow where they part.
    param([string]$Expected, [string]$Actual, [bool]$CaseSensitive, [string]$Because)
    $comparison = if ($CaseSensitive) { [StringComparison]::Ordinal } else { [StringComparison]::OrdinalIgnoreCase }
    $index = 0
    while ($index -lt [Math]::Min($Expected.Length, $Actual.Length) -and
        [string]::Equals($Expected[$index], $Actual[$index], $comparison)) { $index++ }
    "Expected strings to be the same,$(Format-Because $Because) but they were different."
    if ($Expected.Length -eq $Actual.Length) { "String lengths are both $($Expected.Length)." }
    else {
        "Expected length: $($Expected.Length)"
        "Actual length:   $($Actual.Length)"
    }
    "Strings differ at index $index."
    $visible = { param($text) $text.Replace("`r", '\r').Replace("`n", '\n').Replace("`t", '\t').Replace("`0", '\0') }
    "Expected: '$(& $visible $Expected)'"
    "But was:  '$(& $visible $Actual)'"
    $column = (& $visible $Actual.Substring(0, [Math]::Min($index, $Actual.Length))).Length
    (' ' * "But was:  '".Length) + ('-' * $column) + '^'
}
