#!/usr/bin/env pwsh
# The classic walk-through of network namespaces: two of them, a cable between, addresses, a capture, a ping.
# Needs root. Whatever happens, nothing is left at the end.
param(
    [string] $First = 'ns-1',
    [string] $Second = 'ns-2'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module NetnsTools)) { Import-Module NetnsTools }

$title = { param($text) Write-Host "`n== $text" }

& $title 'All links of this host, before'
Get-NetnsLink | Out-Host

$namespaces = New-NetNamespace $First, $Second
try {
    & $title 'Two namespaces'
    $namespaces | Out-Host

    & $title 'A veth pair, each end born in its namespace'
    $pair = New-VethPair veth-1 veth-2 -Namespace $First -PeerNamespace $Second
    $pair | Get-NetnsLink | Out-Host

    & $title 'Addresses, and both ends up'
    $pair = $pair | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
    $pair | Out-Host
    $pair | Get-NetnsAddress -AddressFamily IPv4 | Out-Host

    & $title "The links of $First, as a program inside sees them"
    Invoke-NetNamespace $First ip link show | Out-Host

    # From here on no ICMP packet on it is missed.
    $capture = Start-NetnsCapture $Second veth-2 -Protocol icmp

    & $title "Five pings from $First to $($pair.Right.Addresses[0].Address)"
    $result = $pair | Test-NetnsPing -Count 5
    $result.Replies | Out-Host
    $result | Out-Host

    & $title "The packets of these pings, as they passed veth-2 in $Second"
    $packets = Stop-NetnsCapture $capture
    $packets | Out-Host
}
finally {
    $namespaces | Remove-NetNamespace
}

& $title 'All links of this host, after'
Get-NetnsLink | Out-Host
$left = @(Get-NetNamespace | Where-Object { $_.Name -in $First, $Second }) + @(Get-NetnsLink | Where-Object { $_.Name -in 'veth-1', 'veth-2' })
Write-Host "Left behind: $($left.Count)"
if (-not $result.Success -or $packets.Count -ne 10 -or $left.Count -gt 0) { exit 1 }
