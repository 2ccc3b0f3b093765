# Second phase: setups, tests and teardowns, in the frames.

function Invoke-Container {
    param($Root)
    if ($Root.Errors.Count -gt 0 -or -not $Root.ShouldRun) { return }
    Write-ContainerStart $Root
    $Root.TestDrive = New-TestDrive
    try { $null = & $script:Frames.Container @{ DiscoverFile = $null; Root = $Root; RunRoot = { param($block) Invoke-Block $block } } }
    catch { $Root.Errors.Add($_) }
    finally { Remove-TestDrive $Root.TestDrive }
}

function Invoke-Block {
    param($Block)
    if ($Block.Skip) {
        Write-BlockStart $Block
        Stop-Test $Block 'Skipped'
        return
    }
    $drive = $Block.Root.TestDrive
    $keep = Get-TestDriveContent $drive
    $null = & $script:Frames.Block $Block
    if (-not $Block.Ready) {
        if ($Block.Errors.Count -eq 0) { Add-Failure $Block 'The setup of the block did not run to its end.' }
        Stop-Test $Block 'Failed'
    }
    if ($Block.Errors.Count -gt 0) { Write-BlockFailure $Block }
    if (-not $Block.IsRoot) { Clear-TestDrive $drive $keep }
}

# Called from a block's frame once its setup is done.
$script:RunChildren = {
    param($block)
    Write-BlockStart $block
    foreach ($item in $block.Items) {
        if (-not $item.ShouldRun) { continue }
        if ($item.Kind -eq 'Test') { Invoke-Test $item } else { Invoke-Block $item }
    }
}

function Invoke-Test {
    param($Test)
    if ($Test.Skip) {
        Complete-Test $Test 'Skipped'
        return
    }
    # The outermost setup comes first, the outermost teardown last.
    for ($block = $Test.Parent; $block; $block = $block.Parent) {
        $Test.BeforeEach = @($block.BeforeEach) + @($Test.BeforeEach)
        $Test.AfterEach = @($Test.AfterEach) + @($block.AfterEach)
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $null = & $script:Frames.Test $Test
    $Test.Duration = $watch.Elapsed

    $chosen = @($Test.Errors | Where-Object FullyQualifiedErrorId -like 'StandInTest*')
    if ($Test.Errors.Count -eq 0) { Complete-Test $Test 'Passed' }
    elseif ($chosen.Count -eq $Test.Errors.Count) {
        $Test.Reason = $chosen[0].Exception.Message
        $Test.Errors.Clear()
        Complete-Test $Test ($chosen[0].FullyQualifiedErrorId -replace '^StandInTest(\w+).*', '$1')
    }
    else { Complete-Test $Test 'Failed' }
}

function Stop-Test {
    # All tests of a block that cannot run, or is not to: skipped, or failed with the block's errors.
    param($Block, [string]$Result)
    foreach ($test in Get-Test $Block) {
        if (-not $test.ShouldRun) { continue }
        if ($Result -eq 'Failed') { $test.Errors.AddRange($Block.Errors) }
        Complete-Test $test $Result
    }
}

function Complete-Test {
    param($Test, [string]$Result)
    $Test.Result = $Result
    Write-TestResult $Test
}

function Add-Failure {
    param($Item, [string]$Message)
    $exception = [InvalidOperationException]::new($Message)
    $Item.Errors.Add([System.Management.Automation.ErrorRecord]::new($exception, 'StandInFailure', 'InvalidResult', $null))
}
