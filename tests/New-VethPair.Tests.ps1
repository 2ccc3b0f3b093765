BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'New-VethPair' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'veth1'
        $two = Get-TestName 'veth2'
        $here = "v$PID-1"
        $there = "v$PID-2"
    }

    BeforeEach { $null = New-NetNamespace $one, $two }

    AfterEach {
        Remove-NetnsLink "v$PID-*"
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'makes a pair again out of the columns of a table' {
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Address 10.0.0.10/16, fd00:1::10/64 -PeerAddress 10.0.0.20/16, fd00:1::20/64
        # As Export-Csv and Import-Csv leave it.
        $row = [pscustomobject]@{}
        foreach ($property in $pair.PSObject.Properties) { $row.PSObject.Properties.Add([psnoteproperty]::new($property.Name, "$($property.Value)")) }
        $pair | Remove-NetnsLink
        $again = $row | New-VethPair -ErrorAction Stop
        foreach ($name in 'LeftNamespace', 'RightNamespace', 'LeftMac', 'RightMac', 'LeftAddresses', 'RightAddresses', 'LeftState', 'RightState') {
            $again.$name | Should -Be $pair.$name -Because $name
        }

        $again.LeftAddresses | Should -Be '10.0.0.10/16, fd00:1::10/64'
        "$again" | Should -Be "$pair"
    }

    It 'creates both ends where they belong' {
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
        $pair | Should -BeOfType NetnsTools.VethPair
        $pair.Left.Name | Should -Be 'veth-1'
        $pair.Left.Namespace | Should -Be $one
        $pair.Left.PeerName | Should -Be 'veth-2'
        $pair.Left.PeerNamespace | Should -Be $two
        $pair.Right.Name | Should -Be 'veth-2'
        $pair.Right.Namespace | Should -Be $two
        $pair.Right.PeerNamespace | Should -Be $one
        $pair.Left.Kind | Should -Be 'veth'
        $pair.Left.IsUp | Should -BeFalse
    }

    It 'shows in ip as it shows here' {
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
        $text = (ip -n $one link show veth-1) -join "`n"
        $text | Should -Match "^$($pair.Left.InterfaceIndex): $($pair.Left.DisplayName): <$($pair.Left.FlagText)> mtu $($pair.Left.Mtu)"
        $text | Should -Match "link/ether $($pair.Left.MacAddress) .* link-netns $two"
    }

    It 'gives the ends different indexes, in fresh and in used namespaces' {
        foreach ($number in 1..4) {
            $pair = New-VethPair "veth-$number" "peer-$number" -Namespace $one -PeerNamespace $two
            $pair.Left.InterfaceIndex | Should -Not -Be $pair.Right.InterfaceIndex
        }
    }

    It 'sets MTU and MAC addresses' {
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Mtu 1400 -MacAddress 02:00:00:00:00:01 -PeerMacAddress 02-00-00-00-00-02
        $pair.Left.Mtu, $pair.Right.Mtu | Should -Be 1400, 1400
        $pair.Left.MacAddress | Should -Be '02:00:00:00:00:01'
        $pair.Right.MacAddress | Should -Be '02:00:00:00:00:02'
    }

    It 'creates both ends here without namespaces, and one end here with one' {
        $pair = New-VethPair $here $there
        $pair.Left.DisplayName | Should -Be "$here@$there"
        $pair.Left.Namespace | Should -BeNullOrEmpty
        Remove-NetnsLink $here
        $pair = New-VethPair $here veth-2 -PeerNamespace $two
        $pair.Right.Namespace | Should -Be $two
        $pair.Left.DisplayName | Should -Match "^$here@if\d+$"
    }

    It 'creates both ends in one namespace' {
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $one
        $pair.Left.DisplayName | Should -Be 'veth-1@veth-2'
        $pair.Left.PeerNamespace | Should -Be $one
    }

    It 'takes a table by property name' {
        $table = @(
            [pscustomobject]@{ Name = 'a1'; PeerName = 'a2'; Namespace = $one; PeerNamespace = $two; Mtu = 1300 }
            [pscustomobject]@{ Name = 'b1'; PeerName = 'b2'; Namespace = $one; PeerNamespace = $two; Mtu = 1301 }
        )
        ($table | New-VethPair).Left.Mtu | Should -Be 1300, 1301
    }

    It 'takes namespace objects, pid:1234 and paths' {
        $pair = New-VethPair veth-1 veth-2 -Namespace (Get-NetNamespace $one) -PeerNamespace "/run/netns/$two"
        $pair.Right.Namespace | Should -Be "/run/netns/$two"
        $pair = New-VethPair $here veth-3 -Namespace "pid:$PID" -PeerNamespace $two
        $pair.Right.Name | Should -Be 'veth-3'
        Get-NetnsLink -Name $here | Should -HaveCount 1
    }

    It 'creates nothing with -WhatIf' {
        New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -WhatIf | Should -BeNullOrEmpty
        (Get-NetnsLink $one).Name | Should -Be 'lo'
    }

    It 'refuses <Label>' -ForEach @(
        @{ Label = 'an empty name'; Left = ''; Right = 'veth-2' }
        @{ Label = 'a name of 16 bytes'; Left = 'abcdefghijklmnop'; Right = 'veth-2' }
        @{ Label = 'a peer name of 16 bytes'; Left = 'veth-1'; Right = 'abcdefghijklmnop' }
        @{ Label = 'a name with a slash'; Left = 'a/b'; Right = 'veth-2' }
        @{ Label = 'a name with a space'; Left = 'a b'; Right = 'veth-2' }
        @{ Label = 'two dots'; Left = 'veth-1'; Right = '..' }
    ) {
        { New-VethPair $Left $Right -Namespace $one -PeerNamespace $two -ErrorAction Stop } |
            Should -Throw -ErrorId 'LinkInvalidInput,NetnsTools.Commands.NewVethPairCommand'
        (Get-NetnsLink $one).Name | Should -Be 'lo'
    }

    It 'says which name is taken where, and makes nothing' {
        $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
        New-VethPair veth-3 veth-2 -Namespace $one -PeerNamespace $two -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'LinkAlreadyExists,NetnsTools.Commands.NewVethPairCommand'
        $record[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $record[0].TargetObject | Should -Be 'veth-2'
        $record[0].Exception.Message | Should -BeLike "*'veth-2' already exists in namespace '$two'*"
        (Get-NetnsLink $one).Name | Should -Be 'lo', 'veth-1'
    }

    It 'refuses a missing namespace, with its name as the target' {
        New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace "nt$PID-none" -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetnsTools.Commands.NewVethPairCommand'
        $record[0].TargetObject | Should -Be "nt$PID-none"
        (Get-NetnsLink $one).Name | Should -Be 'lo'
    }

    It 'refuses the same name twice in one namespace' {
        { New-VethPair veth-1 veth-1 -Namespace $one -PeerNamespace $one -ErrorAction Stop } | Should -Throw -ErrorId 'LinkInvalidInput*'
    }

    It 'refuses a group MAC address' {
        { New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -MacAddress 01:00:00:00:00:01 -ErrorAction Stop } |
            Should -Throw -ErrorId 'LinkInvalidInput*'
    }

    It 'refuses a namespace object whose name was given to another namespace' {
        $old = Get-NetNamespace $one
        ip netns delete $one
        ip netns add $one
        { New-VethPair veth-1 veth-2 -Namespace $old -PeerNamespace $two -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceReplaced*'
    }

    It 'gives addresses and switches both ends on in one go, ready for the first packet' {
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Address 10.0.0.10/16, fd00:1::10/64 -PeerAddress 10.0.0.20/16, fd00:1::20/64
        $pair.Left.State, $pair.Right.State | Should -Be 'Up', 'Up'
        "$($pair.Left.Addresses)" | Should -BeLike '*10.0.0.10/16*fd00:1::10/64*'
        "$((Get-NetnsAddress $two veth-2).IPAddress)" | Should -BeLike '*10.0.0.20*fd00:1::20*'
        ($pair | Test-NetnsPing -Count 1 -Timeout 0.5).Success | Should -BeTrue
        ($pair | Test-NetnsPing -Count 1 -Timeout 0.5 -AddressFamily IPv6).Success | Should -BeTrue
    }

    It 'makes nothing where an address is refused' -ForEach @(
        @{ Left = '10.0.0.999/16'; Right = '10.0.0.20/16' }
        @{ Left = '10.0.0.10/16'; Right = 'fd00:1::20/64' }
        @{ Left = ''; Right = '10.0.0.20/16' }
    ) {
        New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Address $Left -PeerAddress $Right -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'AddressInvalidInput,NetnsTools.Commands.NewVethPairCommand'
        (Get-NetnsLink $one).Name | Should -Be 'lo'
    }

    It 'takes the pair back where the kernel refuses an address' {
        Invoke-NetNamespace $two sysctl '-qw' net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
        New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Address fd00:1::10/64 -PeerAddress fd00:1::20/64 -ErrorAction SilentlyContinue -ErrorVariable record
        $record | Should -HaveCount 1
        (Get-NetnsLink $one).Name | Should -Be 'lo'
        (Get-NetnsLink $two).Name | Should -Be 'lo'
    }

    It 'takes whole tables by property name, with empty cells' {
        $rows = @(
            [pscustomobject]@{ Name = 'a1'; PeerName = 'b1'; Namespace = $one; PeerNamespace = $two; Address = '10.1.0.1/24, fd00:2::1/64'; PeerAddress = '10.1.0.2/24, fd00:2::2/64'; Mtu = '1400'; MacAddress = '' }
            [pscustomobject]@{ Name = 'a2'; PeerName = 'b2'; Namespace = $one; PeerNamespace = $two; Address = ''; PeerAddress = ''; Mtu = ''; MacAddress = '02:00:00:00:00:02' }
            [pscustomobject]@{ Name = 'a3'; PeerName = 'b3'; Namespace = $one; PeerNamespace = $two; Address = $null; PeerAddress = $null; Mtu = $null; MacAddress = $null }
        )
        $pairs = $rows | New-VethPair
        $pairs | Should -HaveCount 3
        $pairs[0].Left.Mtu, $pairs[1].Left.Mtu | Should -Be 1400, 1500
        "$($pairs[0].Right.Addresses)" | Should -BeLike '*10.1.0.2/24*'
        $pairs[1].Left.IsUp | Should -BeFalse
        "$($pairs[1].Left.MacAddress)" | Should -Be '02:00:00:00:00:02'
    }

    It 'switches on with -Up alone' {
        (New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Up).Right.State | Should -Be 'Up'
    }
}
