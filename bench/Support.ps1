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

function Get-Median([double[]] $Values) { ($Values | Sort-Object)[[int][Math]::Floor($Values.Count / 2)] }

# Two namespaces with a cable, veth-1 and veth-2, on which nothing passes by itself.
function New-QuietCable([string] $One, [string] $Two) {
    $null = New-NetNamespace $One, $Two
    # No IPv6: its own packets would count.
    Invoke-NetNamespace $One, $Two sysctl '-qw' net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    $null = New-VethPair veth-1 veth-2 -Namespace $One -PeerNamespace $Two
    Get-NetnsLink $One, $Two veth-* | Set-NetnsLink -Up
}
