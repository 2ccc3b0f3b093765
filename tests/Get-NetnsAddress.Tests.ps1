BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Get-NetnsAddress' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'ga1'
        $two = Get-TestName 'ga2'
        $null = New-NetNamespace $one, $two
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two |
            Set-VethAddress -Address 10.0.0.10/16, fd00:1::10/64 -PeerAddress 10.0.0.20/16, fd00:1::20/64
        ip -n $one addr add 192.0.2.1 peer 192.0.2.2/32 dev veth-1
        ip -n $one addr add 10.9.0.1/24 brd + valid_lft 1000 preferred_lft 500 dev veth-1
    }

    AfterAll {
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'lists the addresses of a namespace' {
        $addresses = Get-NetnsAddress $one
        $addresses[0] | Should -BeOfType NetnsTools.NetnsAddress
        $addresses.ForEach('ToString') | Should -Contain '127.0.0.1/8'
        $addresses.ForEach('ToString') | Should -Contain '10.0.0.10/16'
        $addresses.ForEach('ToString') | Should -Contain 'fd00:1::10/64'
    }

    It 'has typed members, named like the parameters they feed' {
        $address = Get-NetnsAddress $one veth-1 -Address 10.0.0.10
        $address.Address | Should -BeOfType System.Net.IPAddress
        $address.PrefixLength | Should -Be 16
        $address.Namespace | Should -Be $one
        $address.Name | Should -Be 'veth-1'
        $address.InterfaceIndex | Should -Be $pair.Left.InterfaceIndex
        $address.AddressFamily | Should -Be 'IPv4'
        $address.Scope | Should -Be 'Global'
        $address.ValidLifetime | Should -BeNullOrEmpty
        $address.IsUsable | Should -BeTrue
    }

    It 'reads peer, broadcast and lifetimes' {
        $point = Get-NetnsAddress $one -Address 192.0.2.1
        "$($point.Peer)" | Should -Be '192.0.2.2'
        $point.PrefixLength | Should -Be 32
        $leased = Get-NetnsAddress $one -Address 10.9.0.1
        "$($leased.Broadcast)" | Should -Be '10.9.0.255'
        $leased.ValidLifetime.TotalSeconds | Should -BeGreaterThan 900
        $leased.ValidLifetime.TotalSeconds | Should -BeLessOrEqual 1000
        $leased.PreferredLifetime.TotalSeconds | Should -BeLessOrEqual 500
    }

    It 'filters by family, link and wildcard' {
        (Get-NetnsAddress $one -AddressFamily IPv6).AddressFamily | Select-Object -Unique | Should -Be 'IPv6'
        (Get-NetnsAddress $one lo).Name | Select-Object -Unique | Should -Be 'lo'
        (Get-NetnsAddress -Namespace "nt$PID-ga*" -Name veth-* -AddressFamily IPv4).Namespace | Select-Object -Unique | Should -Be $one, $two
    }

    It 'takes namespaces, links and pairs from the pipeline' {
        (Get-NetNamespace $one | Get-NetnsAddress).Name | Should -Contain 'lo'
        (Get-NetnsLink $one veth-1 | Get-NetnsAddress -AddressFamily IPv4).Name | Select-Object -Unique | Should -Be 'veth-1'
        ($pair | Get-NetnsAddress -AddressFamily IPv4 | Where-Object { $_.PrefixLength -eq 16 }).ForEach('ToString') | Should -Be '10.0.0.10/16', '10.0.0.20/16'
    }

    It 'prints a table like ip addr' {
        $text = Get-NetnsAddress $one veth-1 | Out-String
        $text | Should -Match "Namespace: $one"
        $text | Should -Match 'veth-1 +10\.0\.0\.10/16 +global +forever'
        $text | Should -Match '192\.0\.2\.1 peer 192\.0\.2\.2/32'
    }

    It 'says that a namespace or a link is missing' {
        { Get-NetnsAddress "nt$PID-none" -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound,NetnsTools.Commands.GetNetnsAddressCommand'
        { Get-NetnsAddress $one veth-9 -ErrorAction Stop } | Should -Throw -ErrorId 'LinkNotFound,NetnsTools.Commands.GetNetnsAddressCommand'
    }
}
