<#
.SYNOPSIS
At what rate a capture begins to lose packets, beside tcpdump.

.DESCRIPTION
A C program puts frames on a cable at a steady rate; at the other end Start-NetnsCapture takes them, once keeping them all in
memory and once writing them to /dev/null, and then tcpdump, with the same ring of 8 MiB, writing to /dev/null. In one run and
turn by turn, so that both see the same machine. The figures are percent of the frames that were lost. Needs root, tcpdump, a C compiler and an idle machine with two cores at least.

.PARAMETER Rate
Frames a second; 0 is as fast as they go.

.PARAMETER Length
Bytes of each frame.

.PARAMETER Senders
How many programs send at once, each at the rate: with more than one the reader has no core for itself.

.PARAMETER Seconds
How long each turn lasts, roughly.

.PARAMETER Rounds
Turns at each rate; the figure is the median.

.EXAMPLE
dotnet run -c Release --project src/NetnsTools.Host -- -File bench/Capture.ps1
#>
param(
    [int[]] $Rate = @(50000, 100000, 200000, 300000, 400000, 600000, 0),
    [int] $Length = 98,
    [int] $Senders = 1,
    [double] $Seconds = 2,
    [int] $Rounds = 3
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Support.ps1"
$flood = Build-Program flood
$one = "bench$PID-1"
$two = "bench$PID-2"

# Gives how many frames a second it came to.
function Send-Flood([int] $Rate, [int] $Count) {
    $script = 'for i in $(seq $1); do "$2" veth-1 "$3" "$4" "$5" & done; wait'
    [int[]] $speeds = Invoke-NetNamespace $one sh -- -c $script sh $Senders $flood $Length $Rate ([int]($Count / $Senders))
    ($speeds | Measure-Object -Sum).Sum
}

function Measure-Own([int] $Rate, [int] $Count, [hashtable] $Options) {
    $capture = Start-NetnsCapture $two veth-2 -Direction In @Options
    $reached = Send-Flood $Rate $Count
    Stop-NetnsCapture $capture -WarningAction SilentlyContinue | Out-Null
    [GC]::Collect()
    $reached
    100.0 * ($Count - $capture.PacketCount) / $Count
}

function Measure-TcpDump([int] $Rate, [int] $Count) {
    $tcpdump = Start-NetnsProcess $two tcpdump -- -i veth-2 -Q in -B 8192 -w /dev/null
    while ($tcpdump.StandardError -notmatch 'listening') { Start-Sleep -Milliseconds 5 }
    $null = Send-Flood $Rate $Count
    # It reads what is in the ring before it counts.
    Start-Sleep -Milliseconds 1500
    kill -INT $tcpdump.Id
    while (-not $tcpdump.HasExited -or $tcpdump.StandardError -notmatch '(\d+) packets? captured') { Start-Sleep -Milliseconds 5 }
    $null = $tcpdump.StandardError -match '(\d+) packets? captured'
    100.0 * ($Count - [int]$Matches[1]) / $Count
}

try {
    New-QuietCable $one $two
    $null = Measure-Own 50000 50000 @{}
    foreach ($step in $Rate) {
        $count = $Senders * [int]($Seconds * $(if ($step) { $step } else { 800000 }))
        $memory = @(); $file = @(); $theirs = @(); $reached = @()
        foreach ($round in 1..$Rounds) {
            $speed, $lost = Measure-Own $step $count @{ MaxPackets = [int]::MaxValue }
            $reached += $speed
            $memory += $lost
            $file += (Measure-Own $step $count @{ MaxPackets = 0; Path = '/dev/null' })[1]
            $theirs += Measure-TcpDump $step $count
        }

        [pscustomobject]@{
            Rate = [int](Get-Median $reached)
            'In memory' = [Math]::Round((Get-Median $memory), 2)
            'To a file' = [Math]::Round((Get-Median $file), 2)
            tcpdump = [Math]::Round((Get-Median $theirs), 2)
        }
    }
}
finally {
    Get-NetNamespace "bench$PID-*" | Remove-NetNamespace
}
