# The words of a test file. At discovery they build the tree; the blocks of code in it run later.

function Describe {
    [Diagnostics.CodeAnalysis.SuppressMessage('PSAvoidAssignmentToAutomaticVariable', 'ForEach', Justification = 'The name is Pester''s.')]
    param(
        [Parameter(Mandatory, Position = 0)][string]$Name,
        [Parameter(Position = 1)][scriptblock]$Fixture,
        [object[]]$ForEach,
        [string[]]$Tag = @(),
        [switch]$Skip
    )
    Add-Block 'Describe' $PSBoundParameters $Name $Fixture $Tag $Skip
}

function Context {
    [Diagnostics.CodeAnalysis.SuppressMessage('PSAvoidAssignmentToAutomaticVariable', 'ForEach', Justification = 'The name is Pester''s.')]
    param(
        [Parameter(Mandatory, Position = 0)][string]$Name,
        [Parameter(Position = 1)][scriptblock]$Fixture,
        [object[]]$ForEach,
        [string[]]$Tag = @(),
        [switch]$Skip
    )
    Add-Block 'Context' $PSBoundParameters $Name $Fixture $Tag $Skip
}

function It {
    [Diagnostics.CodeAnalysis.SuppressMessage('PSAvoidAssignmentToAutomaticVariable', 'ForEach', Justification = 'The name is Pester''s.')]
    param(
        [Parameter(Mandatory, Position = 0)][string]$Name,
        [Parameter(Position = 1)][scriptblock]$Test,
        [Alias('TestCases')][object[]]$ForEach,
        [string[]]$Tag = @(),
        [switch]$Skip
    )
    $parent = Get-OpenBlock 'It'
    if ($parent.IsRoot) { throw "It '$Name' is not in a Describe or Context block." }
    Assert-Body $Test 'test'
    foreach ($data in Get-DataList $PSBoundParameters) {
        $parent.Items.Add((New-Test $Name $parent $data.Value $Test $Skip $Tag))
    }
}

function BeforeDiscovery {
    param([Parameter(Mandatory, Position = 0)][scriptblock]$ScriptBlock)
    $null = Get-OpenBlock 'BeforeDiscovery'
    . $ScriptBlock
}

function BeforeAll {
    param([Parameter(Mandatory, Position = 0)][scriptblock]$Scriptblock)
    Add-Setup 'BeforeAll' $Scriptblock
}

function AfterAll {
    param([Parameter(Mandatory, Position = 0)][scriptblock]$Scriptblock)
    Add-Setup 'AfterAll' $Scriptblock
}

function BeforeEach {
    param([Parameter(Mandatory, Position = 0)][scriptblock]$Scriptblock)
    Add-Setup 'BeforeEach' $Scriptblock
}

function AfterEach {
    param([Parameter(Mandatory, Position = 0)][scriptblock]$Scriptblock)
    Add-Setup 'AfterEach' $Scriptblock
}

function Set-ItResult {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, ParameterSetName = 'Skipped')][switch]$Skipped,
        [Parameter(Mandatory, ParameterSetName = 'Inconclusive')][switch]$Inconclusive,
        [string]$Because
    )
    # An error that the run knows by its id: it ends the test at once, as in Pester.
    $message = if ($Skipped) { 'is skipped' } else { 'is inconclusive' }
    if ($Because) { $message += (Format-Because $Because).TrimEnd(',').Insert(0, ',') }
    $id = "StandInTest$($PSCmdlet.ParameterSetName)"
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new([Exception]::new($message), $id, 'OperationStopped', $null))
}

function Add-Block {
    param([string]$Command, $Bound, [string]$Name, $Fixture, [string[]]$Tag, [bool]$Skip)
    $parent = Get-OpenBlock $Command
    Assert-Body $Fixture 'fixture'
    foreach ($data in Get-DataList $Bound) {
        $block = New-Block $Name $parent $data.Value $Fixture $Skip $Tag $Command
        $parent.Items.Add($block)
        $script:OpenBlock = $block
        try { $null = & $script:Frames.Discover $block }
        finally { $script:OpenBlock = $parent }
    }
}

function Add-Setup {
    param([string]$Kind, [scriptblock]$ScriptBlock)
    $block = Get-OpenBlock $Kind
    if ($block.IsRoot -and $Kind -like '*Each') { throw "$Kind is not supported outside of a Describe or Context block." }
    if ($block[$Kind].Count -gt 0) { throw "$Kind is already defined in this block." }
    $block[$Kind] = @($ScriptBlock)
}

function Get-OpenBlock {
    param([string]$Command)
    if (-not $script:OpenBlock) { throw "$Command can only be used while tests are being discovered: in a file or in a Describe or Context block." }
    $script:OpenBlock
}

function Get-DataList {
    # One entry per run of the block or test: none for an empty list, one without data if there is no -ForEach.
    param($Bound)
    if (-not $Bound.ContainsKey('ForEach')) { return @{ Value = $null } }
    foreach ($data in $Bound.ForEach) { @{ Value = $data } }
}

function Assert-Body {
    param($Body, [string]$What)
    if ($null -eq $Body) { throw "No $What scriptblock is provided. Did you put the opening curly brace on the next line?" }
}
