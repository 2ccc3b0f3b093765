#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds and tests NetnsTools.

.DESCRIPTION
Runs under pwsh, and under the project's own host where only the .NET SDK is installed.

.PARAMETER Task
Build: the solution; leaves an importable module in output/NetnsTools/<version>/.
Test: builds, then runs all tests: xunit for the library, Pester for the cmdlets. Pester 5 itself where it can be
imported, else the stand-in below tests/Support. The last line says how many passed, failed and were skipped.
Soak: builds, then for -Minutes kills, hampers and fuzzes what works, and prints how often, as a table. Needs root, and strace.
Clean: removes what a build makes.

.PARAMETER Configuration
Release, or Debug.

.PARAMETER Path
With Test: only these Pester files, and no xunit.

.PARAMETER Minutes
With Soak: how long.

.EXAMPLE
./build.ps1
./build.ps1 -Task Test
./build.ps1 -Task Test -Path tests/Scenario.Tests.ps1
./build.ps1 -Task Soak -Minutes 2
#>
param(
    [ValidateSet('Build', 'Test', 'Soak', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [string[]] $Path,

    [ValidateRange(0.1, 10000)]
    [double] $Minutes = 30
)

$ErrorActionPreference = 'Stop'
$solution = "$PSScriptRoot/NetnsTools.sln"

function Invoke-DotNet {
    dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE." }
}

function Build-Solution { Invoke-DotNet build $solution -c $Configuration -nologo -v quiet | Out-Host }

# Each runner leaves 'passed failed skipped' in a file; what it does not leave has failed.
function Read-Count([string] $File) {
    if (-not [IO.File]::Exists($File)) { return 0, 1, 0 }
    [int[]] $counts = [IO.File]::ReadAllText($File).Trim().Split(' ')
    [IO.File]::Delete($File)
    $counts
}

function Test-Library {
    $folder = "$PSScriptRoot/output/test-results"
    $report = "$folder/library.trx"
    if ([IO.File]::Exists($report)) { [IO.File]::Delete($report) }
    dotnet test "$PSScriptRoot/tests/NetnsTools.Linux.Tests" -c $Configuration --no-build -nologo --logger 'trx;LogFileName=library.trx' --results-directory $folder | Out-Host
    if (-not [IO.File]::Exists($report)) { return 0, 1, 0 }
    $counters = ([xml][IO.File]::ReadAllText($report)).TestRun.ResultSummary.Counters
    [int] $counters.passed
    # A run that broke off has failed, whatever it counted until then.
    [Math]::Max([int] $counters.failed, [int]($LASTEXITCODE -ne 0))
    [int] $counters.total - [int] $counters.executed
}

function Test-Cmdlet([string[]] $Files) {
    # A process of its own: the module is loaded fresh, and a session that has it loaded is left alone.
    $report = "$PSScriptRoot/output/test-results/cmdlets.txt"
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($report))
    if ([IO.File]::Exists($report)) { [IO.File]::Delete($report) }
    & ([Environment]::ProcessPath) -NoProfile -NonInteractive -File "$PSScriptRoot/tests/Support/Invoke-Tests.ps1" $report @Files | Out-Host
    Read-Count $report
}

switch ($Task) {
    'Build' { Build-Solution }
    'Soak' {
        Build-Solution
        & "$PSScriptRoot/tests/NetnsTools.Soak/bin/$Configuration/net10.0/NetnsTools.Soak" $Minutes | Out-Host
        if ($LASTEXITCODE -ne 0) { exit 1 }
    }
    'Clean' {
        foreach ($folder in @("$PSScriptRoot/output") + @([IO.Directory]::GetFiles($PSScriptRoot, '*.csproj', 'AllDirectories') | ForEach-Object { $project = [IO.Path]::GetDirectoryName($_); "$project/bin"; "$project/obj" })) {
            # The host that runs this script is in use; it stays.
            if ([IO.Directory]::Exists($folder) -and -not [Environment]::ProcessPath.StartsWith("$folder/")) { [IO.Directory]::Delete($folder, $true) }
        }
    }
    'Test' {
        Build-Solution
        if ($Path) {
            $counts = Test-Cmdlet @($Path | ForEach-Object { [IO.Path]::GetFullPath($_, $PWD.ProviderPath) })
        }
        else {
            $library = Test-Library
            $cmdlets = Test-Cmdlet "$PSScriptRoot/tests"
            $counts = 0..2 | ForEach-Object { $library[$_] + $cmdlets[$_] }
        }

        Write-Host "$($counts[0]) passed, $($counts[1]) failed, $($counts[2]) skipped"
        if ($counts[1] -gt 0) { exit 1 }
    }
}
