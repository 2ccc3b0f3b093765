# Dot-sourced after TestModule.ps1: two namespaces and a cable, and things to do with it.

# Two namespaces of this run, 10.0.0.10 on veth-1 in the one and 10.0.0.20 on veth-2 in the other.
function New-TestCable([string] $One, [string] $Two) {
    $null = New-NetNamespace $One, $Two
    New-VethPair veth-1 veth-2 -Namespace $One -PeerNamespace $Two |
        Set-VethAddress -Address 10.0.0.10/16, fd00:1::10/64 -PeerAddress 10.0.0.20/16, fd00:1::20/64
}
