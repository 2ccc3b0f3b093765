# What Should can check. Each function gives the message of a failure, or nothing. A collection is what came through
# the pipeline as a whole for the operators marked Array in Should.ps1; the others see one object at a time.

function Test-Equal {
    param($Actual, $Expected, [bool]$CaseSensitive)
    $left = @($Actual)
    $right = @($Expected)
    $leftEmpty = $left.Count -eq 0 -or ($left.Count -eq 1 -and $null -eq $left[0])
    $rightEmpty = $right.Count -eq 0 -or ($right.Count -eq 1 -and $null -eq $right[0])
    if ($leftEmpty -or $rightEmpty) { return $leftEmpty -and $rightEmpty }
    if ($left.Count -ne $right.Count) { return $false }
    for ($i = 0; $i -lt $left.Count; $i++) {
        $same = if ($left[$i] -is [array] -or $right[$i] -is [array]) { Test-Equal $left[$i] $right[$i] $CaseSensitive }
        elseif ($CaseSensitive) { $right[$i] -ceq $left[$i] }
        else { $right[$i] -eq $left[$i] }
        if (-not $same) { return $false }
    }
    $true
}

function Test-ShouldBe {
    param($Actual, $ExpectedValue, [bool]$Not, $Because, [bool]$CaseSensitive = $false)
    if ((Test-Equal $Actual $ExpectedValue $CaseSensitive) -ne $Not) { return }
    $exactly = if ($CaseSensitive) { 'exactly ' } else { '' }
    if ($Not) {
        return "Expected $(Format-Nicely $ExpectedValue) to be different from the actual value,$(Format-Because $Because) but got ${exactly}the same value."
    }
    # A list of one is shown as the one.
    $single = @($Actual)
    $shown = if ($single.Count -eq 1) { $single[0] } else { $Actual }
    if ($ExpectedValue -is [string] -and $shown -is [string]) {
        return (Format-StringDifference $ExpectedValue $shown $CaseSensitive $Because) -join "`n"
    }
    "Expected $exactly$(Format-Nicely $ExpectedValue),$(Format-Because $Because) but got $(Format-Nicely $shown)."
}

function Test-ShouldBeExactly {
    param($Actual, $ExpectedValue, [bool]$Not, $Because)
    Test-ShouldBe $Actual $ExpectedValue $Not $Because $true
}

function Test-ShouldBeTrue {
    param($Actual, [bool]$Not, $Because)
    if ($Not) { return Test-ShouldBeFalse $Actual $false $Because }
    if (-not $Actual) { "Expected `$true,$(Format-Because $Because) but got $(Format-Nicely $Actual)." }
}

function Test-ShouldBeFalse {
    param($Actual, [bool]$Not, $Because)
    if ($Not) { return Test-ShouldBeTrue $Actual $false $Because }
    if ($Actual) { "Expected `$false,$(Format-Because $Because) but got $(Format-Nicely $Actual)." }
}

function Test-ShouldBeNullOrEmpty {
    param($Actual, [bool]$Not, $Because)
    $values = @($Actual)
    $empty = if ($values.Count -ne 1) { $values.Count -eq 0 }
    elseif ($values[0] -is [hashtable]) { $values[0].Count -eq 0 }
    else { [string]::IsNullOrEmpty($values[0]) }
    if ($empty -ne $Not) { return }
    if ($Not) { return "Expected a value,$(Format-Because $Because) but got `$null or empty." }
    $shown = if ($values.Count -eq 1) { $values[0] } else { $values }
    "Expected `$null or empty,$(Format-Because $Because) but got $(Format-Nicely $shown)."
}

function Test-ShouldBeOfType {
    param($Actual, $ExpectedType, [bool]$Not, $Because)
    if ($ExpectedType -is [string]) {
        $name = $ExpectedType -replace '^\[(.*)\]$', '$1'
        $ExpectedType = $name -as [type]
        if ($null -eq $ExpectedType) { throw [ArgumentException]"Could not find type [$name]. Make sure that the assembly that contains that type is loaded." }
    }
    if (($Actual -is $ExpectedType) -ne $Not) { return }
    $type = if ($null -eq $Actual) { '<none>' } else { Format-Nicely $Actual.GetType() }
    "Expected the value to $(if ($Not) { 'not ' })have type $(Format-Nicely $ExpectedType) or any of its subtypes," +
    "$(Format-Because $Because) but got $(Format-Nicely $Actual) with type $type."
}

function Test-ShouldHaveCount {
    param($Actual, [int]$ExpectedValue, [bool]$Not, $Because)
    if ($ExpectedValue -lt 0) { throw [ArgumentException]'Expected collection size must be greater than or equal to 0.' }
    $count = if ($null -eq $Actual) { 0 } else { @($Actual).Count }
    if (($count -eq $ExpectedValue) -ne $Not) { return }
    $expect = if ($ExpectedValue -eq 0) { if ($Not) { 'a non-empty collection' } else { 'an empty collection' } }
    elseif ($Not) { "a collection with size different from $ExpectedValue" }
    else { "a collection with size $ExpectedValue" }
    $but = if ($count -eq 0) { 'an empty collection' }
    elseif ($Not) { "collection with that size $(Format-Collection $Actual)" }
    else { "collection with size $count $(Format-Collection $Actual)" }
    "Expected $expect,$(Format-Because $Because) but got $but."
}

function Test-ShouldMatch {
    param($Actual, $RegularExpression, [bool]$Not, $Because, [bool]$CaseSensitive = $false)
    $matched = [bool]$(if ($CaseSensitive) { $Actual -cmatch $RegularExpression } else { $Actual -match $RegularExpression })
    if ($matched -ne $Not) { return }
    "Expected regular expression $(Format-Nicely $RegularExpression) to $(if ($Not) { 'not ' })$(if ($CaseSensitive) { 'case sensitively ' })match " +
    "$(Format-Nicely $Actual),$(Format-Because $Because) but it did $(if (-not $Not) { 'not ' })match."
}

function Test-ShouldMatchExactly {
    param($Actual, $RegularExpression, [bool]$Not, $Because)
    Test-ShouldMatch $Actual $RegularExpression $Not $Because $true
}

function Test-ShouldBeLike {
    param($Actual, $ExpectedValue, [bool]$Not, $Because)
    if ([bool]($Actual -like $ExpectedValue) -ne $Not) { return }
    "Expected like wildcard $(Format-Nicely $ExpectedValue) to $(if ($Not) { 'not ' })match $(Format-Nicely $Actual)," +
    "$(Format-Because $Because) but it did $(if (-not $Not) { 'not ' })match."
}

# Order: these fail only on what is certainly wrong, and -Not turns each into its opposite, as in Pester.
function Test-ShouldBeGreaterThan {
    param($Actual, $ExpectedValue, [bool]$Not, $Because)
    if ($Not) { return Test-ShouldBeLessOrEqual $Actual $ExpectedValue $false $Because }
    if ($Actual -le $ExpectedValue) { Format-Order 'greater than' $Actual $ExpectedValue $Because }
}

function Test-ShouldBeGreaterOrEqual {
    param($Actual, $ExpectedValue, [bool]$Not, $Because)
    if ($Not) { return Test-ShouldBeLessThan $Actual $ExpectedValue $false $Because }
    if ($Actual -lt $ExpectedValue) { Format-Order 'greater than or equal to' $Actual $ExpectedValue $Because }
}

function Test-ShouldBeLessThan {
    param($Actual, $ExpectedValue, [bool]$Not, $Because)
    if ($Not) { return Test-ShouldBeGreaterOrEqual $Actual $ExpectedValue $false $Because }
    if ($Actual -ge $ExpectedValue) { Format-Order 'less than' $Actual $ExpectedValue $Because }
}

function Test-ShouldBeLessOrEqual {
    param($Actual, $ExpectedValue, [bool]$Not, $Because)
    if ($Not) { return Test-ShouldBeGreaterThan $Actual $ExpectedValue $false $Because }
    if ($Actual -gt $ExpectedValue) { Format-Order 'less than or equal to' $Actual $ExpectedValue $Because }
}

function Format-Order {
    param([string]$Relation, $Actual, $Expected, $Because)
    "Expected the actual value to be $Relation $(Format-Nicely $Expected),$(Format-Because $Because) but got $(Format-Nicely $Actual)."
}

function Test-ShouldBeIn {
    param($Actual, $ExpectedValue, [bool]$Not, $Because)
    if (($ExpectedValue -contains $Actual) -ne $Not) { return }
    "Expected collection $(Format-Nicely $ExpectedValue) to $(if ($Not) { 'not ' })contain $(Format-Nicely $Actual)," +
    "$(Format-Because $Because) but it was $(if (-not $Not) { 'not ' })found."
}

function Test-ShouldContain {
    param($Actual, $ExpectedValue, [bool]$Not, $Because)
    if (($Actual -contains $ExpectedValue) -ne $Not) { return }
    "Expected $(Format-Nicely $ExpectedValue) to $(if ($Not) { 'not ' })be found in collection $(Format-Nicely $Actual)," +
    "$(Format-Because $Because) but it was $(if (-not $Not) { 'not ' })found."
}

function Test-ShouldExist {
    param($Actual, [bool]$Not, $Because)
    if ((Test-Path $Actual) -ne $Not) { return }
    "Expected path $(Format-Nicely $Actual) to $(if ($Not) { 'not ' })exist,$(Format-Because $Because) but it did $(if (-not $Not) { 'not ' })exist."
}
