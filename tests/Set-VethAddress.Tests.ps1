BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Set-VethAddress' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'addr1'
        $two = Get-TestName 'addr2'
    }

    BeforeEach {
        $null = New-NetNamespace $one, $two
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
    }

    AfterEach {
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'gives both ends their addresses, switches them on and hands the pair on' {
        $result = $pair | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
        $result | Should -BeOfType NetnsTools.VethPair
        $result.Left.State, $result.Right.State | Should -Be 'Up', 'Up'
        "$($result.Left.Addresses[0])" | Should -Be '10.0.0.10/16'
        "$($result.Right.Addresses[0])" | Should -Be '10.0.0.20/16'
        (ip -n $one -4 addr show veth-1) -join "`n" | Should -Match 'inet 10\.0\.0\.10/16 scope global veth-1'
    }

    It 'gives IPv6 addresses that can be used at once' {
        $result = $pair | Set-VethAddress -Address fd00:1::10/64 -PeerAddress fd00:1::20/64
        $global = $result.Left.Addresses | Where-Object { "$_" -eq 'fd00:1::10/64' }
        $global.IsUsable | Should -BeTrue
        $global.Flags.HasFlag([NetnsTools.Linux.Route.AddressFlags]::NoDuplicateDetection) | Should -BeTrue
    }

    It 'waits for duplicate address detection when it is asked for' {
        $result = $pair | Set-VethAddress -Address fd00:1::10/64 -PeerAddress fd00:1::20/64 -DuplicateAddressDetection
        $global = $result.Left.Addresses | Where-Object { "$_" -eq 'fd00:1::10/64' }
        $global.IsUsable | Should -BeTrue
        "$($global.Flags)" | Should -Not -Match 'NoDuplicateDetection'
    }

    It 'notices a duplicate, and takes everything back' {
        $null = $pair | Set-VethAddress -PeerAddress fd00:1::10/64
        { $pair.Left | Set-VethAddress -Address fd00:1::10/64 -DuplicateAddressDetection -ErrorAction Stop } |
            Should -Throw '*duplicate address detection*' -ErrorId 'AddressAlreadyExists*'
        (Get-NetnsLink $one veth-1).Addresses | Where-Object { "$_" -like 'fd00*' } | Should -BeNullOrEmpty
    }

    It 'sets one end by object and by name' {
        ($pair.Left | Set-VethAddress -Address 10.0.0.10/16) | Should -BeOfType NetnsTools.NetnsLink
        $link = Set-VethAddress veth-2 10.0.0.20/16 -Namespace $two
        $link.Namespace | Should -Be $two
        $link.State | Should -Be 'Up'
    }

    It 'sets several addresses of both families' {
        $result = $pair | Set-VethAddress -Address 10.0.0.10/16, fd00:1::10/64 -PeerAddress fd00:1::20/64, 10.0.0.20/16
        @($result.Left.Addresses | Where-Object { $_.Scope -eq 'Global' }) | Should -HaveCount 2
    }

    It 'changes nothing when the address is there already, and keeps the others' {
        $null = $pair | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
        $result = $pair | Set-VethAddress -Address 10.0.0.10/16, 10.1.0.10/16 -PeerAddress 10.0.0.20/16 -ErrorAction Stop
        $addresses = $result.Left.Addresses | Where-Object { $_.AddressFamily -eq 'IPv4' }
        $addresses.ForEach('ToString') | Should -Be '10.0.0.10/16', '10.1.0.10/16'
    }

    It 'leaves the ends down with -LeaveDown' {
        $result = $pair | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16 -LeaveDown
        $result.Left.IsUp, $result.Right.IsUp | Should -Be $false, $false
        $result.Left.Addresses | Should -HaveCount 1
    }

    It 'changes nothing with -WhatIf' {
        $pair | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16 -WhatIf | Should -BeNullOrEmpty
        (Get-NetnsLink $one veth-1).IsUp | Should -BeFalse
    }

    It 'warns about ends that do not share a network' {
        $null = $pair | Set-VethAddress -Address 10.0.0.10/24 -PeerAddress 10.0.1.20/24 -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -Match '10\.0\.0\.10/24.*10\.0\.1\.20/24'
    }

    It 'warns where a prefix length is missing, once' {
        $null = $pair | Set-VethAddress -Address 10.0.0.10 -PeerAddress fd00::1 -WarningVariable warning -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $null = Set-VethAddress veth-1 10.0.0.10 -Namespace $one -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -Be "'10.0.0.10' has no prefix length, so it is 10.0.0.10/32: a network in which nobody else is. 10.0.0.10/24 is one with others."
    }

    It 'takes a mask, as ip does' {
        "$((Set-VethAddress veth-1 10.0.0.10/255.255.0.0 -Namespace $one).Addresses[0])" | Should -Be '10.0.0.10/16'
    }

    It 'refuses <Label>, and changes nothing' -ForEach @(
        @{ Label = 'a prefix that is too long'; Left = '10.0.0.10/33'; Right = '10.0.0.20/16'; Target = '10.0.0.10/33' }
        @{ Label = 'a peer prefix that is too long'; Left = 'fd00::1/64'; Right = 'fd00::2/129'; Target = 'fd00::2/129' }
        @{ Label = 'an address that is none'; Left = '10.0.0'; Right = '10.0.0.20/16'; Target = '10.0.0' }
        @{ Label = 'an empty address'; Left = ''; Right = '10.0.0.20/16'; Target = '' }
        @{ Label = 'an IPv4 address with an IPv6 peer'; Left = '10.0.0.10/16'; Right = 'fd00::2/64'; Target = 'fd00::2/64' }
    ) {
        $pair | Set-VethAddress -Address $Left -PeerAddress $Right -ErrorAction SilentlyContinue -ErrorVariable record
        $record | Should -HaveCount 1
        $record[0].FullyQualifiedErrorId | Should -Be 'AddressInvalidInput,NetnsTools.Commands.SetVethAddressCommand'
        $record[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $record[0].TargetObject | Should -Be $Target
        (Get-NetnsLink $one veth-1).Addresses | Should -BeNullOrEmpty
        (Get-NetnsLink $one veth-1).IsUp | Should -BeFalse
    }

    It 'refuses a link that is no veth' {
        { Set-VethAddress lo 10.0.0.10/16 -Namespace $one -ErrorAction Stop } | Should -Throw -ErrorId 'LinkInvalidInput*'
    }

    It 'refuses a missing namespace and a missing link' {
        { Set-VethAddress veth-1 10.0.0.10/16 -Namespace "nt$PID-none" -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound*'
        { Set-VethAddress veth-9 10.0.0.10/16 -Namespace $one -ErrorAction Stop } | Should -Throw -ErrorId 'LinkNotFound*'
    }

    It 'takes back what was done when the kernel refuses the second end' {
        ip netns exec $two sysctl -qw net.ipv6.conf.veth-2.disable_ipv6=1
        $pair | Set-VethAddress -Address 10.0.0.10/16, fd00:1::10/64 -PeerAddress 10.0.0.20/16, fd00:1::20/64 -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].Exception.Message | Should -Match "fd00:1::20/64.*$two"
        (Get-NetnsLink $one veth-1).Addresses | Should -BeNullOrEmpty
        (Get-NetnsLink $two veth-2).Addresses | Should -BeNullOrEmpty
        ($pair | Get-NetnsLink).IsUp | Should -Be $false, $false
    }
}
