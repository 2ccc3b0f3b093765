# Dot-sourced after TestModule.ps1: two namespaces and a cable, and things to do with it.

# Two namespaces of this run, 10.0.0.10 on veth-1 in the one and 10.0.0.20 on veth-2 in the other.
function New-TestCable([string] $One, [string] $Two) {
    $null = New-NetNamespace $One, $Two
    New-VethPair veth-1 veth-2 -Namespace $One -PeerNamespace $Two |
        Set-VethAddress -Address 10.0.0.10/16, fd00:1::10/64 -PeerAddress 10.0.0.20/16, fd00:1::20/64
}

# Runs a pipeline in another runspace.
function Start-TestPipeline([string] $Text) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; $Text")
    [pscustomobject]@{ Shell = $shell; Running = $shell.BeginInvoke() }
}

function Stop-TestPipeline($Pipeline) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $stopped = $Pipeline.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000)
    $watch.Stop()
    if (-not $stopped -or -not $Pipeline.Running.IsCompleted) { throw 'The pipeline did not stop within 30 s.' }
    $Pipeline.Shell.Dispose()
    $watch.Elapsed
}

# Waits for what happens elsewhere, without a guess at how long.
function Wait-Until([scriptblock] $Condition, [string] $What) {
    $deadline = [datetime]::UtcNow.AddSeconds(30)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $deadline) { throw "Still not true after 30 s: $What." }
        Start-Sleep -Milliseconds 5
    }
}
