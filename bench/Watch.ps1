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
$folder = "$PSScriptRoot/../output/bench"
$null = [IO.Directory]::CreateDirectory($folder)
cc -O2 -o "$folder/flood" "$PSScriptRoot/flood.c"
if ($LASTEXITCODE -ne 0) { throw 'No C compiler.' }
$flood = [IO.Path]::GetFullPath("$folder/flood")
$one = "bench$PID-1"
$two = "bench$PID-2"

$null = New-NetNamespace $one, $two
try {
    Invoke-NetNamespace $one, $two sysctl '-qw' net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
    Get-NetnsLink $one, $two veth-* | Set-NetnsLink -Up
    foreach ($case in @(
            @{ Name = 'nothing passes'; Rate = -1; Command = 'Out-Null' }
            @{ Name = 'a flood, thrown away'; Rate = 0; Command = 'Out-Null' }
            @{ Name = 'a flood, read slowly'; Rate = 0; Command = 'ForEach-Object { [Threading.Thread]::Sleep(1) }' })) {
        $sender = if ($case.Rate -ge 0) { Start-NetnsProcess $one $flood -- veth-1 98 $case.Rate 2000000000 }
        $times = foreach ($round in 1..$Rounds) {
            $shell = [PowerShell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
            $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; Watch-NetnsPacket $two veth-2 | $($case.Command)")
            $running = $shell.BeginInvoke()
            # Until it has its socket: the runspace needs most of that.
            Start-Sleep -Milliseconds 500
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $null = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000)
            $watch.Elapsed.TotalMilliseconds
            if (-not $running.IsCompleted) { throw 'It goes on.' }
            $shell.Dispose()
        }

        if ($sender) { $sender | Stop-NetnsProcess -Force }
        $sorted = @($times | Sort-Object)
        [pscustomobject]@{
            When = $case.Name
            Median = [Math]::Round($sorted[[int][Math]::Floor($sorted.Count / 2)], 1)
            Longest = [Math]::Round($sorted[-1], 1)
        }
    }
}
finally {
    Remove-NetNamespace $one, $two -Force
}
