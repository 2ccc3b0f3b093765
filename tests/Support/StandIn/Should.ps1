# Name: the function Test-Should<Name>. Parameters: in their positions, before -Because. Array: see Operators.ps1.
$script:ShouldOperators = [ordered]@{
    Be               = @{ Parameters = @('ExpectedValue'); Array = $true; Alias = 'EQ' }
    BeExactly        = @{ Parameters = @('ExpectedValue'); Array = $true; Alias = 'CEQ' }
    BeTrue           = @{ Parameters = @(); Array = $false; Alias = $null }
    BeFalse          = @{ Parameters = @(); Array = $false; Alias = $null }
    BeNullOrEmpty    = @{ Parameters = @(); Array = $true; Alias = $null }
    BeOfType         = @{ Parameters = @('ExpectedType'); Array = $false; Alias = 'HaveType' }
    HaveCount        = @{ Parameters = @('ExpectedValue'); Array = $true; Alias = $null }
    Match            = @{ Parameters = @('RegularExpression'); Array = $false; Alias = $null }
    MatchExactly     = @{ Parameters = @('RegularExpression'); Array = $false; Alias = 'CMATCH' }
    BeLike           = @{ Parameters = @('ExpectedValue'); Array = $false; Alias = $null }
    BeGreaterThan    = @{ Parameters = @('ExpectedValue'); Array = $false; Alias = 'GT' }
    BeGreaterOrEqual = @{ Parameters = @('ExpectedValue'); Array = $false; Alias = 'GE' }
    BeLessThan       = @{ Parameters = @('ExpectedValue'); Array = $false; Alias = 'LT' }
    BeLessOrEqual    = @{ Parameters = @('ExpectedValue'); Array = $false; Alias = 'LE' }
    BeIn             = @{ Parameters = @('ExpectedValue'); Array = $false; Alias = $null }
    Contain          = @{ Parameters = @('ExpectedValue'); Array = $true; Alias = $null }
    Exist            = @{ Parameters = @(); Array = $false; Alias = $null }
    Throw            = @{ Parameters = @('ExpectedMessage', 'ErrorId', 'ExceptionType'); Array = $false; Alias = $null }
}

function Get-ShouldParameter {
    # One parameter set per operator, so that the engine itself refuses an operator that does not exist, two at once,
    # or a parameter that does not belong to the operator.
    $result = [System.Management.Automation.RuntimeDefinedParameterDictionary]::new()
    $add = {
        param([string]$Name, [type]$Type, [string]$Set, [int]$Position, [bool]$Mandatory, [string]$Alias)
        if (-not $result.ContainsKey($Name)) {
            $attributes = [System.Collections.ObjectModel.Collection[Attribute]]::new()
            if ($Alias) { $attributes.Add([System.Management.Automation.AliasAttribute]::new($Alias)) }
            $result.Add($Name, [System.Management.Automation.RuntimeDefinedParameter]::new($Name, $Type, $attributes))
        }
        $attribute = [System.Management.Automation.ParameterAttribute]@{ ParameterSetName = $Set; Mandatory = $Mandatory }
        if ($Position -ge 0) { $attribute.Position = $Position }
        $result[$Name].Attributes.Add($attribute)
    }
    foreach ($operator in $script:ShouldOperators.Keys) {
        $entry = $script:ShouldOperators[$operator]
        & $add $operator ([switch]) $operator -1 $true $entry.Alias
        & $add 'Not' ([switch]) $operator -1 $false
        $position = 0
        foreach ($parameter in $entry.Parameters) { & $add $parameter ([object]) $operator ($position++) $false }
        & $add 'Because' ([object]) $operator $position $false
        if ($operator -eq 'Throw') { & $add 'PassThru' ([switch]) $operator -1 $false }
    }
    $result
}

$script:ShouldParameters = Get-ShouldParameter

function Should {
    <#
    .SYNOPSIS
    Fails the test unless what comes through the pipeline is as the operator says.
    #>
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipeline, ValueFromRemainingArguments)]
        [object]$ActualValue
    )
    dynamicparam { $script:ShouldParameters }
    begin { $values = [System.Collections.Generic.List[object]]::new() }
    process { $values.Add($ActualValue) }
    end {
        $operator = $PSCmdlet.ParameterSetName
        $entry = $script:ShouldOperators[$operator]
        $arguments = @{ Not = $PSBoundParameters.ContainsKey('Not') -and $PSBoundParameters['Not'] }
        foreach ($name in @($entry.Parameters) + 'Because') {
            if ($PSBoundParameters.ContainsKey($name)) { $arguments[$name] = $PSBoundParameters[$name] }
        }
        $thrown = $null
        if ($operator -eq 'Throw') { $arguments['Thrown'] = [ref]$thrown }

        # Nothing in the pipeline is checked as $null; a list as a whole, or each of its objects.
        $actuals = [System.Collections.Generic.List[object]]::new()
        if ($values.Count -eq 0) { $actuals.Add($null) }
        elseif ($entry.Array) { $actuals.Add($values.ToArray()) }
        else { $actuals.AddRange($values) }
        foreach ($actual in $actuals) {
            $message = & "Test-Should$operator" -Actual $actual @arguments
            if ($message) {
                $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
                        [Exception]::new(($message -join '')), 'PesterAssertionFailed', 'InvalidResult', $null))
            }
        }
        if ($PSBoundParameters.ContainsKey('PassThru') -and $PSBoundParameters['PassThru']) { $thrown }
    }
}
