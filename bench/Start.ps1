<#
.SYNOPSIS
How long Import-Module takes beyond a bare start of PowerShell, and how long the first cmdlet after it.

.DESCRIPTION
Each measurement is a process of its own: a bare one, one that imports the module, and for each cmdlet one that imports it
and calls that cmdlet. Turn by turn, medians of the rounds in milliseconds: of what a stopwatch inside the process says, and
of what the whole process took longer than that of the same turn without the step. Methods is how many methods the runtime
had to compile during the step, precompiled ones left out. Needs root and an idle machine.

.PARAMETER PowerShell
The program to start; by default the one that runs this script.

.PARAMETER Module
The module to import.

.PARAMETER Round
Turns of each; one more before them warms the machine's caches.

.EXAMPLE
dotnet run -c Release --project src/NetnsTools.Host -- -File bench/Start.ps1
dotnet run -c Release --project src/NetnsTools.Host -- -File bench/Start.ps1 -PowerShell /usr/bin/pwsh
#>
param(
    [string] $PowerShell = [Environment]::ProcessPath,
    [string] $Module = "$PSScriptRoot/../output/NetnsTools",
    [int] $Round = 15
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Support.ps1"
$importBar = 80
$cmdletBar = 60
$import = "Import-Module '$([IO.Path]::GetFullPath($Module))'"
$name = "bench$PID"

# What runs before a step and the step itself. The longest of the cmdlets is the honest one.
$steps = @(
    @{ Name = 'bare start'; Before = ''; Step = '' }
    @{ Name = 'Import-Module'; Before = ''; Step = $import; Than = 'bare start'; Bar = $importBar }
    foreach ($cmdlet in 'Get-NetnsLink -Name lo', 'Get-NetNamespace', "New-NetNamespace $name") {
        @{ Name = $cmdlet.Split(' ')[0]; Before = $import; Step = "`$null = $cmdlet"; Than = 'Import-Module'; Bar = $cmdletBar }
    }
)

# Whatever the stopwatch itself has to load is loaded before the step.
function Get-Script([hashtable] $Step) {
    '$now = { [Diagnostics.Stopwatch]::GetTimestamp(); [Runtime.JitInfo]::GetCompiledMethodCount() }'
    '$null = & $now'
    $Step.Before
    '$before = & $now'
    $Step.Step
    '$after = & $now'
    '"$(($after[0] - $before[0]) * 1000 / [Diagnostics.Stopwatch]::Frequency) $($after[1] - $before[1])"'
}

function Measure-Step([hashtable] $Step) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $answer = & $PowerShell -NoProfile -NonInteractive -Command $Step.Script
    $whole = $watch.Elapsed.TotalMilliseconds
    if ($LASTEXITCODE -ne 0) { throw "$($Step.Name) has failed: $answer" }
    if ($Step.Name -eq 'New-NetNamespace') { Remove-NetNamespace $name }
    $inside, $methods = "$answer".Split(' ')
    @{ Whole = $whole; Inside = [double] $inside; Methods = [double] $methods }
}

Import-Module $Module
foreach ($step in $steps) { $step.Script = (Get-Script $step) -join "`n" }
$turns = foreach ($turn in 0..$Round) {
    $results = @{}
    foreach ($step in $steps) { $results[$step.Name] = Measure-Step $step }
    if ($turn -gt 0) { $results }
}

$rows = foreach ($step in $steps) {
    $results = $turns | ForEach-Object { $_[$step.Name] }
    [pscustomobject]@{
        Step = $step.Name
        'Inside/ms' = if ($step.Than) { [int](Get-Median $results.Inside) }
        'Whole/ms' = [int](Get-Median ($turns | ForEach-Object { $_[$step.Name].Whole - $(if ($step.Than) { $_[$step.Than].Whole } else { 0 }) }))
        'Bar/ms' = $step.Bar
        Methods = if ($step.Than) { [int](Get-Median $results.Methods) }
    }
}

$rows | Format-Table
