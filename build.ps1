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
Help: builds what Get-Help shows, into the module's folder en-US, and says so.
Package: the module as a .nupkg that a gallery takes, for every processor, in output/package. Gives its path.
Install: builds, and copies the module to where this user's PowerShell finds it, or to -Destination.
Bench: builds, and compares the cmdlets with ip and with C (bench/Compare.ps1). Needs root, and a C compiler.
Soak: builds, then for -Minutes uses, kills, hampers and fuzzes what works, and prints how often, and what is left, as a table.
Needs root, and strace.
Clean: removes what a build makes.

Where Pester 5 is not installed but a gallery can be reached, -Task Test gets it into output/modules.

.PARAMETER Configuration
Release, or Debug.

.PARAMETER Path
With Test: only these Pester files, and no xunit.

.PARAMETER Minutes
With Soak: how long.

.PARAMETER Destination
With Install: a folder of modules.

.PARAMETER ProjectUri
With Package: the project's address, for the gallery's page.

.EXAMPLE
./build.ps1
./build.ps1 -Task Test
./build.ps1 -Task Test -Path tests/Scenario.Tests.ps1
./build.ps1 -Task Soak -Minutes 2
#>
param(
    [ValidateSet('Build', 'Test', 'Help', 'Package', 'Install', 'Bench', 'Soak', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [string[]] $Path,

    [ValidateRange(0.1, 10000)]
    [double] $Minutes = 30,

    [string] $Destination,

    [string] $ProjectUri
)

$ErrorActionPreference = 'Stop'
$solution = "$PSScriptRoot/NetnsTools.sln"
. "$PSScriptRoot/build/Package.ps1"

function Invoke-DotNet {
    dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE." }
}

function Build-Solution { Invoke-DotNet build $solution -c $Configuration -nologo -v quiet | Out-Host }

# The module alone, staged: what is not given here is as in the solution's build.
function Build-Module { Invoke-DotNet build "$PSScriptRoot/src/NetnsTools" -c $Configuration -nologo -v quiet @args | Out-Host }

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

# Pester where it is installed, or can be had; else the tests' own stand-in.
function Find-Pester {
    $modules = "$PSScriptRoot/output/modules"
    $wanted = { Get-Module Pester -ListAvailable | Where-Object { $_.Version -ge '5.5' -and $_.Version -lt '6.0' } }
    if ((Get-Command Save-PSResource -ErrorAction Ignore) -and -not (& $wanted)) {
        $null = [IO.Directory]::CreateDirectory($modules)
        $env:PSModulePath = "$modules$([IO.Path]::PathSeparator)$env:PSModulePath"
        if (-not (& $wanted)) { Save-PSResource Pester -Version '[5.5, 6.0)' -Path $modules -TrustRepository -ErrorAction Ignore }
    }
}

function Test-Cmdlet([string[]] $Files) {
    Find-Pester
    # A process of its own: the module is loaded fresh, and a session that has it loaded is left alone.
    $report = "$PSScriptRoot/output/test-results/cmdlets.txt"
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($report))
    if ([IO.File]::Exists($report)) { [IO.File]::Delete($report) }
    & ([Environment]::ProcessPath) -NoProfile -NonInteractive -File "$PSScriptRoot/tests/Support/Invoke-Tests.ps1" $report @Files | Out-Host
    Read-Count $report
}

switch ($Task) {
    'Build' { Build-Solution }
    'Help' {
        Build-Module
        Get-ChildItem "$PSScriptRoot/output/NetnsTools/*/en-US" | ForEach-Object FullName
    }
    'Package' { New-ModulePackage $PSScriptRoot $Configuration $ProjectUri }
    'Install' {
        Build-Module
        $folder = if ($Destination) { $Destination } else { $env:PSModulePath.Split([IO.Path]::PathSeparator)[0] }
        $built = [IO.Directory]::GetDirectories("$PSScriptRoot/output/NetnsTools")[0]
        $target = "$folder/NetnsTools/$([IO.Path]::GetFileName($built))"
        if ([IO.Directory]::Exists($target)) { [IO.Directory]::Delete($target, $true) }
        $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($target))
        cp -r $built $target
        if ($LASTEXITCODE -ne 0) { throw "The module cannot be copied to '$target'." }
        $target
    }
    'Bench' {
        Build-Solution
        & "$PSScriptRoot/bench/Compare.ps1"
    }
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
