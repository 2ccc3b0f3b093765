<#
.SYNOPSIS
What a call of Invoke-NetNamespace costs, against nsenter and ip netns exec started by a minimal C program.

.DESCRIPTION
In one run and turn by turn, so that all see the same machine: medians in microseconds, and ratios to nsenter.
The bar: at most 1.5 times nsenter, however many namespaces there are. Needs root, a C compiler and an idle machine.

.PARAMETER Namespaces
How many namespaces the machine has meanwhile; the benchmark makes them and takes them away.

.PARAMETER Rounds
Turns of 20 calls each.

.EXAMPLE
dotnet run -c Release --project src/NetnsTools.Host -- -File bench/Invoke-NetNamespace.ps1
#>
param([int[]] $Namespaces = @(2, 1000), [int] $Rounds = 20)

$ErrorActionPreference = 'Stop'
$callsPerRound = 20
. "$PSScriptRoot/Support.ps1"
$spawn = Build-Program spawn

function Measure-Own([string] $Name) {
    for ($call = 0; $call -lt $callsPerRound; $call++) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Invoke-NetNamespace $Name true
        $watch.Elapsed.TotalMilliseconds * 1000
    }
}

foreach ($count in $Namespaces) {
    $names = 1..$count | ForEach-Object { "bench$PID-$_" }
    $null = New-NetNamespace $names
    try {
        $name = $names[0]
        foreach ($warm in 1..10) { $null = Measure-Own $name }
        $own = @(); $nsenter = @(); $ip = @()
        foreach ($round in 1..$Rounds) {
            $own += Measure-Own $name
            $nsenter += & $spawn $callsPerRound nsenter "--net=/run/netns/$name" true
            $ip += & $spawn $callsPerRound ip netns exec $name true
        }

        $base = Get-Median $nsenter
        foreach ($row in @(@('Invoke-NetNamespace', $own), @('nsenter', $nsenter), @('ip netns exec', $ip))) {
            $median = Get-Median $row[1]
            [pscustomobject]@{ Namespaces = $count; What = $row[0]; Microseconds = [Math]::Round($median); Ratio = [Math]::Round($median / $base, 2) }
        }
    }
    finally {
        Remove-NetNamespace $names
    }
}
