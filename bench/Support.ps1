# What the benchmarks share; each loads it with a dot.

# Builds a C program that stands beside this file, from one source or all of a folder; gives its path.
function Build-Program([string] $Name, [string] $Source = "$Name.c") {
    $folder = [IO.Path]::GetFullPath("$PSScriptRoot/../output/bench")
    $null = [IO.Directory]::CreateDirectory($folder)
    sh -c 'cc -O2 -o "$1" $(find "$2" -name "*.c")' sh "$folder/$Name" "$PSScriptRoot/$Source"
    if ($LASTEXITCODE -ne 0) { throw 'No C compiler.' }
    "$folder/$Name"
}

# Our library alone, in a process that does a work for each line that it is given. Ends with the input.
function Start-Library {
    $project = "$PSScriptRoot/NetnsTools.Benchmarks"
    $log = dotnet build $project -c Release -v quiet
    if ($LASTEXITCODE -ne 0) { throw "NetnsTools.Benchmarks cannot be built: $log" }
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', "$project/bin/Release/net10.0/NetnsTools.Benchmarks.dll work")
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    [Diagnostics.Process]::Start($start)
}

# Whether names of namespaces are kept in memory, as on most machines. A file system that writes them to a disk costs more the
# more names were deleted in the last minutes.
function Test-RunInMemory { (stat '-f' '-c' '%T' /run) -eq 'tmpfs' }

# Runs a script in a process of its own that sees a /run in memory; with a dot, since closures find functions in the outermost scope only.
function Invoke-WithRunInMemory([string] $Script, [Collections.IDictionary] $Parameter) {
    $words = foreach ($name in $Parameter.Keys) { "-$name"; ($Parameter[$name] | ForEach-Object { "'$_'" }) -join ',' }
    # Shared, as ip netns makes it: what is unmounted is unmounted for everyone.
    $mounts = 'mount -t tmpfs tmpfs /run && mkdir /run/netns && mount --bind /run/netns /run/netns && mount --make-shared /run/netns && exec "$@"'
    unshare '--mount' '--propagation' private sh '-c' $mounts sh ([Environment]::ProcessPath) '-NoProfile' '-Command' ". '$Script' $words"
    if ($LASTEXITCODE -ne 0) { throw "$Script has failed." }
}

function Get-Median([double[]] $Values) { ($Values | Sort-Object)[[int][Math]::Floor($Values.Count / 2)] }

# Two namespaces with a cable, veth-1 and veth-2, on which nothing passes by itself.
function New-QuietCable([string] $One, [string] $Two) {
    $null = New-NetNamespace $One, $Two
    # No IPv6: its own packets would count.
    Invoke-NetNamespace $One, $Two sysctl '-qw' net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    $null = New-VethPair veth-1 veth-2 -Namespace $One -PeerNamespace $Two
    Get-NetnsLink $One, $Two veth-* | Set-NetnsLink -Up
}
