# First phase: every file is run once, which builds its tree; nothing is tested yet.

function Find-TestFile {
    param([string[]]$Path)
    foreach ($item in $Path) {
        if (-not (Test-Path $item)) { throw "There is nothing at '$item'." }
        foreach ($resolved in Resolve-Path $item) {
            $full = $resolved.ProviderPath
            if (Test-Path -LiteralPath $full -PathType Container) {
                Get-ChildItem $full -Recurse -File -Filter '*.Tests.ps1' | ForEach-Object FullName | Sort-Object
            }
            else { $full }
        }
    }
}

function Find-Test {
    # The root block of a file. An error while the file runs fails the container: none of its tests is run.
    param([string]$File)
    $root = New-Block -Name $File
    $root.Root = $root
    $root.File = $File
    $root.TestDrive = $null
    $script:OpenBlock = $root
    try { $null = & $script:Frames.Container @{ DiscoverFile = $File } }
    catch { $root.Errors.Add($_) }
    finally { $script:OpenBlock = $null }
    if ($root.Errors.Count -eq 0 -and @(Get-Test $root).Count -eq 0) {
        $exception = [InvalidOperationException]::new('The file holds no tests.')
        $root.Errors.Add([System.Management.Automation.ErrorRecord]::new($exception, 'StandInNoTests', 'InvalidData', $File))
    }
    $root
}

function Get-Test {
    # All tests within a block, in order.
    param($Block)
    foreach ($item in $Block.Items) {
        if ($item.Kind -eq 'Test') { $item } else { Get-Test $item }
    }
}

function Select-Test {
    # Marks what is to run, and what is skipped: within a skipped block everything, and a block of which all tests are
    # skipped as a whole, so that its setups do not run either.
    param($Block, [string[]]$FullName, [bool]$Chosen)
    $running = $false
    $allSkipped = $true
    foreach ($item in $Block.Items) {
        $item.Skip = $item.Skip -or $Block.Skip
        $path = $item.Path -join '.'
        $isChosen = $Chosen -or @($FullName | Where-Object { $path -like $_ }).Count -gt 0
        if ($item.Kind -eq 'Test') { $item.ShouldRun = $isChosen } else { Select-Test $item $FullName $isChosen }
        if ($item.ShouldRun) {
            $running = $true
            $allSkipped = $allSkipped -and $item.Skip
        }
    }
    $Block.ShouldRun = $running
    $Block.Skip = $Block.Skip -or ($running -and $allSkipped)
}
