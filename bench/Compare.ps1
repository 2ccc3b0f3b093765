<#
.SYNOPSIS
Our cmdlets beside a minimal C program, a script of ip, ip -batch and ping -f, in one run.

.DESCRIPTION
Five kinds of work: the whole scenario of two namespaces with one ping; pairs between new namespaces, addressed and up; the list of
all links with their addresses; deletion; echoes back to back. Our cmdlets run in this very process, which is warm; the
C program says how long its work took without its own start; of the others the whole process counts, as a user waits for it.
Turn by turn, medians of the rounds, as ratios to the C program. Between turns the kernel gets time to clean up. Needs root,
ip, ping, a C compiler and an idle machine.

.PARAMETER Pair
How many pairs are made between twice as many namespaces.

.PARAMETER Echo
How many echoes are sent.

.PARAMETER Round
Turns of each; the first, in which engine and caches become warm, comes beside them.

.PARAMETER Path
A file to write the table to, in Markdown, with machine, kernel and date.

.EXAMPLE
dotnet run -c Release --project src/NetnsTools.Host -- -File bench/Compare.ps1
#>
param(
    [int] $Pair = 100,
    [int] $Echo = 1000,
    [int] $Round = 5,
    [string] $Path
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Support.ps1"
$limit = Build-Program limit -Source limit
$folder = [IO.Path]::GetDirectoryName($limit)
$prefix = "b$PID-"

function Measure-Milliseconds([scriptblock] $Work) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Work
    $watch.Elapsed.TotalMilliseconds
}

function Measure-Limit([string[]] $Argument) {
    $microseconds = & $limit @Argument
    if ($LASTEXITCODE -ne 0) { throw "limit $Argument has failed." }
    [double] $microseconds / 1000
}

function Measure-Shell([string] $Script) {
    Measure-Milliseconds { sh -e $Script; if ($LASTEXITCODE -ne 0) { throw "$Script has failed." } }
}

# A deletion goes on in the kernel for a while, and slows down what comes next.
function Wait-Kernel { [Threading.Thread]::Sleep(1000 + 10 * $Pair) }

function New-Script([string] $Name, [string[]] $Line) {
    [IO.File]::WriteAllText("$folder/$Name", ($Line -join "`n") + "`n")
    "$folder/$Name"
}

# What ip does in one process for each command, and in one for each namespace. Ends are born in place here as well.
$create = foreach ($number in 1..$Pair) {
    $a = "$prefix${number}a"
    $b = "$prefix${number}b"
    "netns add $a", "netns add $b", "-n $a link set lo up", "-n $b link set lo up"
    "-n $a link add veth-1 type veth peer name veth-2 netns $b"
    "-n $a addr add 10.0.0.10/16 dev veth-1", "-n $b addr add 10.0.0.20/16 dev veth-2"
    "-n $a link set veth-1 up", "-n $b link set veth-2 up"
}
$names = 1..$Pair | ForEach-Object { "$prefix${_}a", "$prefix${_}b" }
$pairs = 1..$Pair | ForEach-Object {
    [pscustomobject]@{ Name = 'veth-1'; PeerName = 'veth-2'; Namespace = "$prefix${_}a"; PeerNamespace = "$prefix${_}b" }
}
$scriptCreate = New-Script 'create.sh' ($create | ForEach-Object { "ip $_" })
$scriptList = New-Script 'list.sh' ($names | ForEach-Object { "ip -n $_ -d link >/dev/null; ip -n $_ addr >/dev/null" })
$scriptDelete = New-Script 'delete.sh' ($names | ForEach-Object { "ip netns del $_" })
$batchCreate = New-Script 'create.batch.sh' @(
    "ip -batch - <<'E'"
    $names | ForEach-Object { "netns add $_" }
    'E'
    foreach ($number in 1..$Pair) {
        $a = "$prefix${number}a"
        $b = "$prefix${number}b"
        "ip -n $a -batch - <<'E'", 'link set lo up', "link add veth-1 type veth peer name veth-2 netns $b", 'addr add 10.0.0.10/16 dev veth-1', 'link set veth-1 up', 'E'
        "ip -n $b -batch - <<'E'", 'link set lo up', 'addr add 10.0.0.20/16 dev veth-2', 'link set veth-2 up', 'E'
    }
)
$batchList = New-Script 'list.batch.sh' ($names | ForEach-Object { "printf 'link show\naddr show\n' | ip -n $_ -d -batch - >/dev/null" })
$batchDelete = New-Script 'delete.batch.sh' (@("ip -batch - <<'E'") + ($names | ForEach-Object { "netns del $_" }) + 'E')
$scriptScenario = New-Script 'scenario.sh' (($create[0..8] | ForEach-Object { "ip $_" }) + @(
        "ip netns exec ${prefix}1a ping -q -c 1 10.0.0.20 >/dev/null", "ip netns del ${prefix}1a", "ip netns del ${prefix}1b"))
$pingFlood = New-Script 'flood.sh' "ip netns exec ${prefix}1a ping -q -f -c $Echo 10.0.0.20 >/dev/null"

# Each participant of each work: milliseconds.
$works = @(
    @{
        Name = 'whole scenario, one ping'
        C = { Measure-Limit scenario, $prefix }
        Cmdlets = {
            Measure-Milliseconds {
                New-NetNamespace "${prefix}1a", "${prefix}1b"
                $result = New-VethPair veth-1 veth-2 -Namespace "${prefix}1a" -PeerNamespace "${prefix}1b" |
                    Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16 | Test-NetnsPing -Count 1
                if (-not $result.Success) { throw "No reply: $($result.Reason)" }
                Remove-NetNamespace "${prefix}1a", "${prefix}1b"
            }
        }
        Script = { Measure-Shell $scriptScenario }
        After = { Wait-Kernel }
    }
    @{
        Name = "create $Pair pairs"
        C = { Measure-Limit create, $prefix, $Pair }
        Cmdlets = {
            Measure-Milliseconds {
                New-NetNamespace $names
                $pairs | New-VethPair | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
            }
        }
        Script = { Measure-Shell $scriptCreate }
        Batch = { Measure-Shell $batchCreate }
        After = { Remove-NetNamespace $names; Wait-Kernel }
    }
    @{
        Name = "list $(2 * $Pair) namespaces"
        Before = { New-NetNamespace $names; $pairs | New-VethPair | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16 }
        C = { Measure-Limit list }
        Cmdlets = {
            Measure-Milliseconds {
                $links = Get-NetnsLink "$prefix*"
                if (@($links.Addresses).Count -lt 4 * $Pair) { throw 'Some are missing.' }
            }
        }
        Script = { Measure-Shell $scriptList }
        Batch = { Measure-Shell $batchList }
        Finally = { Remove-NetNamespace $names; Wait-Kernel }
    }
    @{
        Name = "$Echo echoes"
        Before = {
            New-NetNamespace $names[0..1]
            $pairs[0] | New-VethPair | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
        }
        C = { Measure-Limit echo, $names[0], $Echo }
        Cmdlets = {
            Measure-Milliseconds {
                $result = Test-NetnsPing 10.0.0.20 -Namespace $names[0] -Count $Echo -Interval 0
                if ($result.Received -ne $Echo) { throw 'Some are missing.' }
            }
        }
        Script = { Measure-Shell $pingFlood }
        Finally = { Remove-NetNamespace $names[0..1]; Wait-Kernel }
    }
    @{
        Name = "delete $(2 * $Pair) namespaces"
        Each = { New-NetNamespace $names; $pairs | New-VethPair | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16; Wait-Kernel }
        C = { Measure-Limit delete, $prefix, $Pair }
        Cmdlets = { Measure-Milliseconds { Get-NetNamespace "$prefix*" | Remove-NetNamespace } }
        Script = { Measure-Shell $scriptDelete }
        Batch = { Measure-Shell $batchDelete }
        After = { Wait-Kernel }
    }
)

function Measure-Work([hashtable] $Work) {
    $times = @{ C = @(); Cmdlets = @(); Script = @(); Batch = @() }
    if ($Work.Before) { $null = & $Work.Before }
    try {
        foreach ($turn in 0..$Round) {
            foreach ($who in 'C', 'Cmdlets', 'Batch', 'Script') {
                if ($Work[$who]) {
                    if ($Work.Each) { $null = & $Work.Each }
                    $time = & $Work[$who]
                    if ($turn -gt 0) { $times[$who] += $time }
                    if ($Work.After) { $null = & $Work.After }
                }
            }
        }
    }
    finally {
        if ($Work.Finally) { $null = & $Work.Finally }
    }

    $median = @{}
    foreach ($who in @($times.Keys)) {
        if ($times[$who]) { $median[$who] = Get-Median $times[$who] }
    }

    $limits = $times.C | Measure-Object -Minimum -Maximum
    $ratio = { if ($median[$args[0]]) { [Math]::Round($median[$args[0]] / $median.C, 2) } }
    [pscustomobject]@{
        Work = $Work.Name
        'C/ms' = [Math]::Round($median.C, 2)
        'Noise/%' = [Math]::Round(100 * ($limits.Maximum - $limits.Minimum) / $median.C)
        Cmdlets = & $ratio Cmdlets
        'ip -batch' = & $ratio Batch
        'ip or ping -f' = & $ratio Script
    }
}

try {
    $rows = foreach ($work in $works) { Measure-Work $work }
}
finally {
    Get-NetNamespace "$prefix*" | Remove-NetNamespace
}

$rows | Format-Table
if ($Path) {
    $system = "Linux $((uname -r) -replace '^(\d+\.\d+).*', '$1'), $([Environment]::ProcessorCount) processors, .NET $([Environment]::Version), $([datetime]::Now.ToString('yyyy-MM-dd'))"
    $lines = @("$system; medians of $Round rounds, the C program = 1.", '')
    $lines += '| Work | C, ms | its noise, % | cmdlets | `ip -batch` | script of `ip`, `ping -f` |', '|---|---|---|---|---|---|'
    $lines += $rows | ForEach-Object { '| ' + (($_.PSObject.Properties | ForEach-Object { if ($null -eq $_.Value) { '–' } else { $_.Value } }) -join ' | ') + ' |' }
    [IO.File]::WriteAllText($Path, ($lines -join "`n") + "`n")
}
