# What discovery finds and the run fills in: a tree of blocks and tests for each file.

function New-Node {
    # The parts that blocks and tests have in common. The script blocks are how the frames call back into the module.
    param([string]$Name, $Parent, $Data, [scriptblock]$Body, [bool]$Skip, [string[]]$Tag)
    @{
        Name         = $Name
        ExpandedName = $Name
        NameScript   = Get-NameScript $Name
        Parent       = $Parent
        Root         = if ($Parent) { $Parent.Root }
        Data         = $Data
        Body         = $Body
        Skip         = $Skip
        Tag          = $Tag
        ShouldRun    = $true
        Errors       = [System.Collections.Generic.List[System.Management.Automation.ErrorRecord]]::new()
        SetData      = $script:SetData
        GetSplat     = $script:GetSplat
        AddError     = $script:AddError
    }
}

function New-Block {
    param([string]$Name, $Parent, $Data, [scriptblock]$Body, [bool]$Skip, [string[]]$Tag, [string]$Command)
    $block = New-Node $Name $Parent $Data $Body $Skip $Tag
    $block.Kind = 'Block'
    $block.Command = $Command
    $block.Items = [System.Collections.Generic.List[object]]::new()
    $block.Ready = $false
    $block.Path = @(if ($Parent -and -not $Parent.IsRoot) { $Parent.Path }) + @(if ($Parent) { $Name })
    $block.IsRoot = $null -eq $Parent
    $block.RunChildren = $script:RunChildren
    foreach ($setup in 'BeforeAll', 'AfterAll', 'BeforeEach', 'AfterEach') { $block[$setup] = @() }
    $block
}

function New-Test {
    param([string]$Name, $Parent, $Data, [scriptblock]$Body, [bool]$Skip, [string[]]$Tag)
    $test = New-Node $Name $Parent $Data $Body $Skip $Tag
    $test.Kind = 'Test'
    $test.Path = @($Parent.Path) + $Name
    $test.Result = 'NotRun'
    $test.Reason = ''
    $test.Duration = [timespan]::Zero
    $test.BeforeEach = @()
    $test.AfterEach = @()
    $test
}

function Get-NameScript {
    # Code that fills in <name>, <_> and <_.Property>, to be run where those variables are; nothing without a template.
    # As in Pester, `<this> is meant literally.
    param([string]$Name)
    $template = [regex]'(?<!`)<([^<>`]+)>'
    if (-not $template.IsMatch($Name)) { return '' }
    $quote = { param($text) "'" + $text.Replace('`<', '<').Replace('`>', '>').Replace("'", "''") + "'" }
    $position = 0
    $pieces = foreach ($match in $template.Matches($Name)) {
        & $quote $Name.Substring($position, $match.Index - $position)
        '"$($' + $match.Groups[1].Value + ')"'
        $position = $match.Index + $match.Length
    }
    "-join @($((@($pieces) + (& $quote $Name.Substring($position))) -join ', '))"
}

# -ForEach data as variables: $_, and each key of a dictionary. Set through the session state of the test code, whose
# current scope is the frame that calls this.
$script:SetData = {
    param($data)
    if ($null -eq $data) { return }
    $variables = $script:Frames.SessionState.PSVariable
    $variables.Set('_', $data)
    if ($data -is [System.Collections.IDictionary]) {
        foreach ($key in $data.Keys) { $variables.Set([string]$key, $data[$key]) }
    }
}

# The same data as arguments, for test code with a param block.
$script:GetSplat = {
    param($data)
    $splat = @{}
    if ($data -is [System.Collections.IDictionary]) {
        foreach ($key in $data.Keys) { if ($key -ne '_') { $splat[[string]$key] = $data[$key] } }
    }
    $splat
}

$script:AddError = { param($item, $record) $item.Errors.Add($record) }
