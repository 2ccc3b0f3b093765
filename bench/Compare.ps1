<#
.SYNOPSIS
Our cmdlets and our library beside a minimal C program, a script of ip, ip -batch and ping -f, in one run.

.DESCRIPTION
The whole scenario of two namespaces with one ping; pairs between new namespaces, addressed and up; the list of all links
with their addresses; deletion, also of a namespace whose links lead to the host; echoes back to back; creation with the start
of the process. Our cmdlets run in this very process, which is warm, our library alone in another; the C program says how long
its work took without its own start; of the others the whole process counts, as a user waits for it.
The names are kept in memory, in a mount namespace of its own where /run is on a disk.
Turn by turn, medians of the rounds, as ratios to the C program. Between turns the kernel gets time to clean up. Needs root,
ip, ping, a C compiler, the packages of NetnsTools.Benchmarks and an idle machine.

.PARAMETER Pair
How many pairs are made between twice as many namespaces; of more than 100, no script of ip.

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
    [int[]] $Pair = @(100, 500),
    [int] $Echo = 1000,
    [int] $Round = 5,
    [string] $Path
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Support.ps1"
if (-not (Test-RunInMemory)) {
    Invoke-WithRunInMemory $PSCommandPath $PSBoundParameters
    return
}

$limit = Build-Program limit -Source limit
$folder = [IO.Path]::GetDirectoryName($limit)
$prefix = "b$PID-"
$linkCount = 32
$linkGroup = 4711
$warmTurns = 150
$library = Start-Library

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

function Measure-Library([string] $Work) {
    $library.StandardInput.WriteLine($Work)
    $microseconds = $library.StandardOutput.ReadLine()
    if (-not $microseconds) { throw "The library's $Work has failed." }
    [double] $microseconds / 1000
}

function Measure-Shell([string] $Script) {
    Measure-Milliseconds { sh -e $Script; if ($LASTEXITCODE -ne 0) { throw "$Script has failed." } }
}

# A deletion goes on in the kernel for a while, and slows down what comes next.
function Wait-Kernel([int] $Pairs) { [Threading.Thread]::Sleep(1000 + 5 * $Pairs) }

function New-Script([string] $Name, [string[]] $Line) {
    [IO.File]::WriteAllText("$folder/$Name", ($Line -join "`n") + "`n")
    "$folder/$Name"
}

# What ip does in one process for each command, and in one for each namespace. Ends are born in place here as well.
function Get-IpCommand([int] $Pairs) {
    foreach ($number in 1..$Pairs) {
        $a = "$prefix${number}a"
        $b = "$prefix${number}b"
        "netns add $a", "netns add $b", "-n $a link set lo up", "-n $b link set lo up"
        "-n $a link add veth-1 type veth peer name veth-2 netns $b"
        "-n $a addr add 10.0.0.10/16 dev veth-1", "-n $b addr add 10.0.0.20/16 dev veth-2"
        "-n $a link set veth-1 up", "-n $b link set veth-2 up"
    }
}

function Get-Name([int] $Pairs) { 1..$Pairs | ForEach-Object { "$prefix${_}a", "$prefix${_}b" } }

function Get-PairRow([int] $Pairs) {
    1..$Pairs | ForEach-Object {
        [pscustomobject]@{
            Name = 'veth-1'; PeerName = 'veth-2'; Namespace = "$prefix${_}a"; PeerNamespace = "$prefix${_}b"
            Address = '10.0.0.10/16'; PeerAddress = '10.0.0.20/16'
        }
    }
}

function New-BatchScript([int] $Pairs) {
    $names = Get-Name $Pairs
    New-Script "create$Pairs.batch.sh" @(
        "ip -batch - <<'E'"
        $names | ForEach-Object { "netns add $_" }
        'E'
        foreach ($number in 1..$Pairs) {
            $a = "$prefix${number}a"
            $b = "$prefix${number}b"
            "ip -n $a -batch - <<'E'", 'link set lo up', "link add veth-1 type veth peer name veth-2 netns $b", 'addr add 10.0.0.10/16 dev veth-1', 'link set veth-1 up', 'E'
            "ip -n $b -batch - <<'E'", 'link set lo up', 'addr add 10.0.0.20/16 dev veth-2', 'link set veth-2 up', 'E'
        }
    )
}

# With the start of the process: a script, in a new one of whatever runs this.
function Measure-Process([int] $Pairs) {
    $program = [Environment]::ProcessPath
    $whole = New-Script "create$Pairs.ps1" @(
        "Import-Module '$((Get-Module NetnsTools).Path -replace '[^/]*$')NetnsTools.psd1'"
        "`$prefix = '$prefix'"
        "function Get-Name { ${function:Get-Name} }"
        "function Get-PairRow { ${function:Get-PairRow} }"
        "`$null = New-NetNamespace (Get-Name $Pairs)"
        "`$null = Get-PairRow $Pairs | New-VethPair -Up"
    )
    Measure-Milliseconds { & $program -NoProfile -File $whole; if ($LASTEXITCODE -ne 0) { throw "$whole has failed." } }
}

$scriptScenario = New-Script 'scenario.sh' ((Get-IpCommand 1 | ForEach-Object { "ip $_" }) + @(
        "ip netns exec ${prefix}1a ping -q -c 1 10.0.0.20 >/dev/null", "ip netns del ${prefix}1a", "ip netns del ${prefix}1b"))
$pingFlood = New-Script 'flood.sh' "ip netns exec ${prefix}1a ping -q -f -c $Echo 10.0.0.20 >/dev/null"

# Each participant of each work: milliseconds.
function Get-ManyWork([int] $Pairs) {
    $names = Get-Name $Pairs
    $rows = Get-PairRow $Pairs
    $create = { $null = New-NetNamespace $names; $null = $rows | New-VethPair -Up; Wait-Kernel $Pairs }.GetNewClosure()
    $remove = { $null = Remove-NetNamespace $names; Wait-Kernel $Pairs }.GetNewClosure()
    $batchCreate = New-BatchScript $Pairs
    $batchList = New-Script "list$Pairs.batch.sh" ($names | ForEach-Object { "printf 'link show\naddr show\n' | ip -n $_ -d -batch - >/dev/null" })
    $batchDelete = New-Script "delete$Pairs.batch.sh" (@("ip -batch - <<'E'") + ($names | ForEach-Object { "netns del $_" }) + 'E')
    $isSmall = $Pairs -le 100
    $script = @{}
    if ($isSmall) {
        $script.Create = New-Script 'create.sh' (Get-IpCommand $Pairs | ForEach-Object { "ip $_" })
        $script.List = New-Script 'list.sh' ($names | ForEach-Object { "ip -n $_ -d link >/dev/null; ip -n $_ addr >/dev/null" })
        $script.Delete = New-Script 'delete.sh' ($names | ForEach-Object { "ip netns del $_" })
    }

    @{
        Name = "create $Pairs pairs"
        C = { Measure-Limit create, $prefix, $Pairs }.GetNewClosure()
        Library = { Measure-Library "create $prefix $Pairs" }.GetNewClosure()
        Cmdlets = { Measure-Milliseconds { New-NetNamespace $names; $rows | New-VethPair -Up } }.GetNewClosure()
        Script = if ($isSmall) { { Measure-Shell $script.Create }.GetNewClosure() }
        Batch = { Measure-Shell $batchCreate }.GetNewClosure()
        After = $remove
    }
    @{
        Name = "list $(2 * $Pairs) namespaces"
        Before = $create
        C = { Measure-Limit list }
        Library = { Measure-Library list }
        Cmdlets = {
            Measure-Milliseconds {
                $links = Get-NetnsLink "$prefix*"
                if (@($links.Addresses).Count -lt 4 * $Pairs) { throw 'Some are missing.' }
            }
        }.GetNewClosure()
        Script = if ($isSmall) { { Measure-Shell $script.List }.GetNewClosure() }
        Batch = { Measure-Shell $batchList }.GetNewClosure()
        Finally = $remove
    }
    @{
        Name = "delete $(2 * $Pairs) namespaces"
        Each = $create
        C = { Measure-Limit delete, $prefix, $Pairs }.GetNewClosure()
        Library = { Measure-Library "delete $prefix $Pairs" }.GetNewClosure()
        Cmdlets = { Measure-Milliseconds { Get-NetNamespace "$prefix*" | Remove-NetNamespace } }
        Script = if ($isSmall) { { Measure-Shell $script.Delete }.GetNewClosure() }
        Batch = { Measure-Shell $batchDelete }.GetNewClosure()
        After = { Wait-Kernel $Pairs }.GetNewClosure()
    }
}

function Get-ProcessWork([int] $Pairs) {
    $names = Get-Name $Pairs
    $batch = New-BatchScript $Pairs
    $separate = New-Script "separate$Pairs.sh" (Get-MovingCommand $Pairs | ForEach-Object { "ip $_" })
    @{
        Name = "the process, start included: create $Pairs pairs"
        C = { Measure-Limit create, $prefix, $Pairs }.GetNewClosure()
        Cmdlets = { Measure-Process $Pairs }.GetNewClosure()
        Batch = { Measure-Shell $batch }.GetNewClosure()
        Script = if ($Pairs -le 100) { { Measure-Shell $separate }.GetNewClosure() }
        After = { $null = Remove-NetNamespace $names; Wait-Kernel $Pairs }.GetNewClosure()
    }
}

# As most scripts do it: made on the host, both ends moved.
function Get-MovingCommand([int] $Pairs) {
    foreach ($number in 1..$Pairs) {
        $a = "$prefix${number}a"
        $b = "$prefix${number}b"
        "netns add $a", "netns add $b", "link add bv${PID}a type veth peer name bv${PID}b"
        "link set bv${PID}a netns $a name veth-1", "link set bv${PID}b netns $b name veth-2"
        "-n $a addr add 10.0.0.10/16 dev veth-1", "-n $b addr add 10.0.0.20/16 dev veth-2"
        "-n $a link set lo up", "-n $b link set lo up", "-n $a link set veth-1 up", "-n $b link set veth-2 up"
    }
}

$hostLinks = 1..$linkCount | ForEach-Object { [pscustomobject]@{ Name = "bh$_"; PeerName = "veth-$_"; PeerNamespace = "${prefix}hub" } }
$two = Get-Name 1
$works = @(
    @{
        Name = 'whole scenario, one ping'
        Warm = $warmTurns
        C = { Measure-Limit scenario, $prefix }
        Library = { Measure-Library "scenario $prefix" }
        Cmdlets = {
            Measure-Milliseconds {
                New-NetNamespace "${prefix}1a", "${prefix}1b"
                $result = New-VethPair veth-1 veth-2 -Namespace "${prefix}1a" -PeerNamespace "${prefix}1b" -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16 |
                    Test-NetnsPing -Count 1
                if (-not $result.Success) { throw "No reply: $($result.Reason)" }
                Remove-NetNamespace "${prefix}1a", "${prefix}1b"
            }
        }
        Script = { Measure-Shell $scriptScenario }
        After = { Wait-Kernel 1 }
    }
    $Pair | ForEach-Object { Get-ManyWork $_ }
    @{
        Name = "$Echo echoes"
        Warm = 3
        Before = { $null = New-NetNamespace $two; $null = Get-PairRow 1 | New-VethPair -Up }
        C = { Measure-Limit echo, $two[0], $Echo }
        Library = { Measure-Library "echo $($two[0]) $Echo" }
        Cmdlets = {
            Measure-Milliseconds {
                $result = Test-NetnsPing 10.0.0.20 -Namespace $two[0] -Count $Echo -Interval 0
                if ($result.Received -ne $Echo) { throw 'Some are missing.' }
            }
        }
        Script = { Measure-Shell $pingFlood }
        Finally = { $null = Remove-NetNamespace $two; Wait-Kernel 1 }
    }
    @{
        # The C program deletes the links as one group.
        Name = "delete a namespace with $linkCount links to the host"
        Each = {
            $null = New-NetNamespace "${prefix}hub"
            $null = $hostLinks | New-VethPair -Up
            foreach ($link in $hostLinks) { ip link set $link.Name group $linkGroup }
            Wait-Kernel 100
        }
        C = { Measure-Limit group, $linkGroup }
        Cmdlets = { Measure-Milliseconds { Remove-NetNamespace "${prefix}hub" } }
        After = { Get-NetNamespace "${prefix}hub*" | Remove-NetNamespace; Wait-Kernel 100 }
    }
    Get-ProcessWork 10
    Get-ProcessWork 500
)

function Measure-Work([hashtable] $Work) {
    $times = @{ C = @(); Library = @(); Cmdlets = @(); Script = @(); Batch = @() }
    if ($Work.Before) { $null = & $Work.Before }
    try {
        # The runtime compiles for good what has run often enough.
        for ($turn = 0; $turn -lt $Work.Warm; $turn++) {
            foreach ($who in 'Library', 'Cmdlets') {
                $null = & $Work[$who]
                [Threading.Thread]::Sleep(5)
            }
        }

        foreach ($turn in 0..$Round) {
            foreach ($who in 'C', 'Library', 'Cmdlets', 'Batch', 'Script') {
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
        Library = & $ratio Library
        Cmdlets = & $ratio Cmdlets
        'ip -batch' = & $ratio Batch
        'ip or ping -f' = & $ratio Script
    }
}

try {
    $rows = foreach ($work in $works) { Measure-Work $work }
}
finally {
    $library.Dispose()
    Get-NetNamespace "$prefix*" | Remove-NetNamespace
}

$rows | Format-Table
if ($Path) {
    $system = "Linux $((uname -r) -replace '^(\d+\.\d+).*', '$1'), $([Environment]::ProcessorCount) processors, .NET $([Environment]::Version), $([datetime]::Now.ToString('yyyy-MM-dd'))"
    $lines = @("$system; medians of $Round rounds, the C program = 1.", '')
    $lines += '| Work | C, ms | its noise, % | library | cmdlets | `ip -batch` | script of `ip`, `ping -f` |', '|---|---|---|---|---|---|---|'
    $lines += $rows | ForEach-Object { '| ' + (($_.PSObject.Properties | ForEach-Object { if ($null -eq $_.Value) { '–' } else { $_.Value } }) -join ' | ') + ' |' }
    [IO.File]::WriteAllText($Path, ($lines -join "`n") + "`n")
}
