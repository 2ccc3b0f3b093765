# What is shown, in the form of Pester's own output, and what is handed back.

function Write-Line {
    param([string]$Text, [string]$Color = 'Gray', [string]$Level = 'Normal')
    if ($script:Output -eq 'None' -or ($Level -eq 'Detailed' -and $script:Output -ne 'Detailed')) { return }
    Write-Host $Text -ForegroundColor $Color
}

function Get-Margin {
    param($Item)
    ' ' * [Math]::Max(0, $Item.Path.Count - 1)
}

function Write-ContainerStart {
    param($Root)
    Write-Line "`nRunning tests from '$($Root.File)'" Magenta
}

function Write-ContainerFailure {
    param($Root)
    Write-Line "[-] Discovery in $($Root.File) failed with:" Red
    foreach ($record in $Root.Errors) { Write-Line (Format-ErrorRecord $record) Red }
}

function Write-BlockStart {
    param($Block)
    if ($Block.IsRoot) { return }
    $word = if ($Block.Command -eq 'Describe') { 'Describing' } else { 'Context' }
    Write-Line "$(Get-Margin $Block)$word $($Block.ExpandedName)" Green Detailed
}

function Write-BlockFailure {
    param($Block)
    $name = if ($Block.IsRoot) { $Block.File } else { "$($Block.Command) $($Block.Path -join '.')" }
    Write-Line "[-] $name failed" Red
    foreach ($record in $Block.Errors) { Write-Line (Format-ErrorRecord $record) Red }
}

function Write-TestResult {
    param($Test)
    $mark, $color, $level = switch ($Test.Result) {
        'Passed' { '[+]', 'DarkGreen', 'Detailed' }
        'Failed' { '[-]', 'Red', 'Normal' }
        'Skipped' { '[!]', 'Yellow', 'Detailed' }
        default { '[?]', 'Gray', 'Normal' }
    }
    $name = if ($script:Output -eq 'Detailed') { $Test.ExpandedName } else { Get-FullName $Test }
    $reason = if ($Test.Reason) { " $($Test.Reason)" }
    $margin = if ($script:Output -eq 'Detailed') { Get-Margin $Test } else { '' }
    Write-Line "$margin $mark $name$reason $([int]$Test.Duration.TotalMilliseconds)ms" $color $level
    foreach ($record in $Test.Errors) {
        Write-Line ((Format-ErrorRecord $record) -replace '(?m)^', "$margin  ") $color $level
    }
}

function Get-FullName {
    param($Test)
    $names = for ($item = $Test; -not ($item.Kind -eq 'Block' -and $item.IsRoot); $item = $item.Parent) { $item.ExpandedName }
    $names = @($names)
    [array]::Reverse($names)
    $names -join '.'
}

function Format-ErrorRecord {
    # The message, and where in the tests it happened.
    param($Record)
    $message = $Record.Exception.Message
    if ($Record.FullyQualifiedErrorId -notlike 'PesterAssertionFailed*') { $message = "$($Record.Exception.GetType().Name): $message" }
    $stack = @($Record.ScriptStackTrace -split '\r?\n' | Where-Object { $_ -and $_ -notmatch 'Support.(StandIn|Invoke-StandIn)' })
    (@($message) + $stack) -join "`n"
}

function Get-RunResult {
    param($Roots, [timespan]$Duration)
    $tests = @($Roots | ForEach-Object { Get-Test $_ } | Where-Object ShouldRun)
    $failed = @($tests | Where-Object Result -EQ 'Failed')
    # A test that should have run and did not (its block fell over in some other way) is never passed over.
    $lost = @($tests | Where-Object Result -EQ 'NotRun' | Where-Object { $_.Root.Errors.Count -eq 0 })
    $brokenFiles = @($Roots | Where-Object { $_.Errors.Count -gt 0 })
    $brokenBlocks = @($Roots | ForEach-Object { Get-BrokenBlock $_ })
    $bad = $failed.Count + $lost.Count + $brokenFiles.Count + $brokenBlocks.Count -gt 0
    [pscustomobject]@{
        PassedCount           = @($tests | Where-Object Result -EQ 'Passed').Count
        FailedCount           = $failed.Count + $lost.Count
        SkippedCount          = @($tests | Where-Object Result -EQ 'Skipped').Count
        InconclusiveCount     = @($tests | Where-Object Result -EQ 'Inconclusive').Count
        FailedBlocksCount     = $brokenBlocks.Count
        FailedContainersCount = $brokenFiles.Count
        TotalCount            = $tests.Count
        Result                = if ($bad) { 'Failed' } else { 'Passed' }
        Duration              = $Duration
        FailedBlocks          = @($brokenBlocks | ForEach-Object { $_.Path -join '.' })
        FailedContainers      = @($brokenFiles | ForEach-Object File)
        FailedTests           = @(foreach ($test in $failed + $lost) {
                [pscustomobject]@{
                    Name    = Get-FullName $test
                    Message = @($test.Errors | ForEach-Object { $_.Exception.Message }) -join "`n"
                    File    = $test.Root.File
                }
            })
    }
}

function Get-BrokenBlock {
    param($Block)
    foreach ($item in $Block.Items) {
        if ($item.Kind -ne 'Block') { continue }
        if ($item.Errors.Count -gt 0) { $item }
        Get-BrokenBlock $item
    }
}

function Write-Summary {
    param($Result)
    $color = if ($Result.Result -eq 'Passed') { 'Green' } else { 'Red' }
    Write-Line "Tests completed in $([Math]::Round($Result.Duration.TotalSeconds, 2))s"
    Write-Line ("Tests Passed: $($Result.PassedCount), Failed: $($Result.FailedCount), Skipped: $($Result.SkippedCount), " +
        "Inconclusive: $($Result.InconclusiveCount)") $color
    if ($Result.FailedBlocksCount -gt 0) {
        Write-Line "BeforeAll \ AfterAll failed: $($Result.FailedBlocksCount)" Red
        foreach ($name in $Result.FailedBlocks) { Write-Line "  - $name" Red }
    }
    if ($Result.FailedContainersCount -gt 0) {
        Write-Line "Container failed: $($Result.FailedContainersCount)" Red
        foreach ($name in $Result.FailedContainers) { Write-Line "  - $name" Red }
    }
}
