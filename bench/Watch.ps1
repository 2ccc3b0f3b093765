<#
.SYNOPSIS
How long Watch-NetnsPacket takes to end when it is stopped.

.DESCRIPTION
Stops a pipeline with a watch in it, twenty times each: when nothing passes, when packets come as fast as a C program sends
them, and when whoever takes the packets is slower than they come. Milliseconds; the promise is 100. Needs root, a C compiler
and an idle machine.

.EXAMPLE
dotnet run -c Release --project src/NetnsTools.Host -- -File bench/Watch.ps1
#>
param([int] $Rounds = 20)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Support.ps1"
$flood = Build-Program flood
$one = "bench$PID-1"
$two = "bench$PID-2"

# The kernel's list of packet sockets has a headline.
function Wait-Socket { do { $sockets = @(Invoke-NetNamespace $two cat /proc/net/packet) } while ($sockets.Count -lt 2) }

try {
    New-QuietCable $one $two
    foreach ($case in @(
            @{ Name = 'nothing passes'; Rate = -1; Command = 'Out-Null' }
            @{ Name = 'a flood, thrown away'; Rate = 0; Command = 'Out-Null' }
            @{ Name = 'a flood, read slowly'; Rate = 0; Command = 'ForEach-Object { [Threading.Thread]::Sleep(1) }' })) {
        $flooding = if ($case.Rate -ge 0) { Start-NetnsProcess $one $flood -- veth-1 98 $case.Rate 2000000000 }
        $times = foreach ($round in 1..$Rounds) {
            $shell = [PowerShell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
            $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; Watch-NetnsPacket $two veth-2 | $($case.Command)")
            $running = $shell.BeginInvoke()
            Wait-Socket
            # Not a wait for anything: how long a flood fills ring and queue.
            if ($flooding) { [Threading.Thread]::Sleep(200) }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalMilliseconds
            if (-not $running.IsCompleted) { throw 'It goes on.' }
            $shell.Dispose()
        }

        if ($flooding) { $flooding | Stop-NetnsProcess -Force }
        [pscustomobject]@{
            When = $case.Name
            Median = [Math]::Round((Get-Median $times), 1)
            Longest = [Math]::Round(($times | Measure-Object -Maximum).Maximum, 1)
        }
    }
}
finally {
    Get-NetNamespace "bench$PID-*" | Remove-NetNamespace -Force
}
