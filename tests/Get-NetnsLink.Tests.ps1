BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Get-NetnsLink' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'link1'
        $two = Get-TestName 'link2'
        $null = New-NetNamespace $one
        ip netns add $two
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
        ip -n $one link add br0 type bridge
    }

    AfterAll {
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'lists the current namespace, by index' {
        $links = Get-NetnsLink
        $links[0].Name | Should -Be 'lo'
        $links.Count | Should -Be @(ip -o link show).Count
        $links[0].Namespace | Should -BeNullOrEmpty
    }

    It 'lists a namespace by name, object, pipeline and wildcard' {
        $names = 'lo', 'veth-1', 'br0'
        (Get-NetnsLink $one).Name | Should -Be $names
        (Get-NetNamespace $one | Get-NetnsLink).Name | Should -Be $names
        ($one | Get-NetnsLink).Name | Should -Be $names
        (Get-NetnsLink -Namespace "nt$PID-link*").Name | Should -Be ($names + 'lo', 'veth-2')
    }

    It 'agrees with ip in every namespace: <_>' -ForEach 'link1', 'link2' {
        foreach ($line in ip -n (Get-TestName $_) -o link show) {
            $line -match '^(?<index>\d+): (?<name>\S+): <(?<flags>\S*)> mtu (?<mtu>\d+) qdisc (?<qdisc>\S+) state (?<state>\S+) mode (?<mode>\S+) group (?<group>\S+) qlen (?<qlen>\d+).* link/(?<type>\S+) (?<mac>\S+)' |
                Should -BeTrue
            $expected = $Matches
            $link = Get-NetnsLink (Get-TestName $_) | Where-Object { $_.InterfaceIndex -eq [int]$expected.index }
            $link.DisplayName | Should -BeExactly $expected.name
            $link.FlagText | Should -BeExactly $expected.flags
            $link.Mtu | Should -Be $expected.mtu
            $link.QueueingDiscipline | Should -BeExactly $expected.qdisc
            "$($link.State)" | Should -Be $expected.state
            "$($link.Mode)" | Should -Be $expected.mode
            $link.Group | Should -Be 0
            $link.QueueLength | Should -Be $expected.qlen
            "$($link.Type)" | Should -Be $expected.type
            "$($link.MacAddress)" | Should -BeExactly $expected.mac
        }
    }

    It 'resolves the peer by name across namespaces' {
        $link = Get-NetnsLink $one veth-1
        $link.PeerName | Should -Be 'veth-2'
        $link.PeerNamespace | Should -Be $two
        $link.PeerIndex | Should -Be (Get-NetnsLink $two veth-2).InterfaceIndex
        $link.DisplayName | Should -Be "veth-1@if$($link.PeerIndex)"
    }

    Context 'of more namespaces than are open at a time' {
        BeforeAll {
            # Each pair has the same names and indexes, and neighbours do not belong together: only the kernel knows which do.
            $numbers = 10..46
            $null = New-NetNamespace ($numbers | ForEach-Object { Get-TestName "many-${_}a"; Get-TestName "many-${_}b" })
            $null = $numbers | ForEach-Object {
                [pscustomobject]@{ Name = 'veth-1'; PeerName = 'veth-2'; Namespace = (Get-TestName "many-${_}a"); PeerNamespace = (Get-TestName "many-$(56 - $_)b") }
            } | New-VethPair -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
            $links = Get-NetnsLink (Get-TestName 'many-*')
        }

        It 'gives each link once, in the order of the names' {
            $links.Count | Should -Be (4 * $numbers.Count)
            ($links | Where-Object Name -EQ 'lo').Namespace | Should -Be @($numbers | ForEach-Object { Get-TestName "many-${_}a"; Get-TestName "many-${_}b" })
        }

        It 'tells every peer and its namespace' {
            foreach ($number in $numbers) {
                $left = $links | Where-Object { $_.Namespace -eq (Get-TestName "many-${number}a") -and $_.Name -eq 'veth-1' }
                $right = $links | Where-Object { $_.Namespace -eq (Get-TestName "many-$(56 - $number)b") -and $_.Name -eq 'veth-2' }
                "$($left.PeerNamespace) $($left.PeerName)" | Should -Be "$($right.Namespace) veth-2"
                "$($right.PeerNamespace) $($right.PeerName)" | Should -Be "$($left.Namespace) veth-1"
                "$($left.Addresses) $($right.Addresses)" | Should -BeLike '10.0.0.10/16 * 10.0.0.20/16 *'
            }
        }

        It 'passes over a stale name, and goes on behind one that is missing' {
            $names = @($numbers | ForEach-Object { Get-TestName "many-${_}a" })
            $stale = "/run/netns/$(Get-TestName 'many-20ax')"
            [IO.File]::WriteAllText($stale, '')
            try {
                (Get-NetnsLink (Get-TestName 'many-*a*') lo).Count | Should -Be $numbers.Count
                $found = Get-NetnsLink ($names[0..9] + "nt$PID-none" + $names[10..36]) lo -ErrorVariable problem -ErrorAction SilentlyContinue
                $found.Namespace | Should -Be $names
                $problem.Count | Should -Be 1
                $problem[0].FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound*'
            }
            finally {
                Remove-Item $stale
            }
        }

        It 'says all requests in words with -Verbose' {
            $words = Get-NetnsLink (Get-TestName 'many-*') -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
            @($words | Where-Object { $_.Message -like 'list links*' }).Count | Should -Be (2 * $numbers.Count)
        }
    }

    It 'filters by name, wildcard, kind and state' {
        (Get-NetnsLink $one veth-1).Name | Should -Be 'veth-1'
        (Get-NetnsLink $one v*, lo).Name | Should -Be 'veth-1', 'lo'
        (Get-NetnsLink $one -Kind bridge).Name | Should -Be 'br0'
        (Get-NetnsLink $one -Up).Name | Should -Be 'lo'
    }

    It 'refreshes links and both ends of a pair' {
        ip -n $one link set veth-1 mtu 1402
        ($pair.Left | Get-NetnsLink).Mtu | Should -Be 1402
        ($pair | Get-NetnsLink).Name | Should -Be 'veth-1', 'veth-2'
    }

    It 'prints index, name, flags, MTU, qdisc, state, mode, group, queue length, MAC and the peer''s namespace' {
        $link = Get-NetnsLink $one veth-1
        $text = $link | Out-String -Width 80
        $text | Should -Match "Namespace: $one"
        $text | Should -Match "$($link.InterfaceIndex): $([regex]::Escape($link.DisplayName)) +$($link.FlagText) +$($link.Mtu) $($link.QueueingDiscipline) +DOWN"
        $text | Should -Match "-> $($two.Substring(0, 9))"
        $text | Should -Match "$($link.MacAddress) +1000 DEFAULT +default"
    }

    It 'prints the addresses below the MAC, and long names whole' {
        $null = Set-VethAddress veth-1 10.0.0.10/16, fd00:1::10/64 -Namespace $one
        Get-NetnsLink $one veth-1 | Out-String -Width 80 | Should -Match "$((Get-NetnsLink $one veth-1).MacAddress)[^\n]*\n +10\.0\.0\.10/16, *\n +fd00:1::10/64"
        $null = New-VethPair same-1 same-2 -Namespace $one -PeerNamespace $one
        Get-NetnsLink $one same-1 | Out-String -Width 80 | Should -Match ': same-1@same-2 '
        Remove-NetnsLink same-1 -Namespace $one
    }

    It 'says that a link is missing' {
        Get-NetnsLink $one veth-9 -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetnsTools.Commands.GetNetnsLinkCommand'
        $record[0].TargetObject | Should -Be 'veth-9'
        $record[0].Exception.Message | Should -Match "veth-9.*$one"
    }

    It 'says that a namespace is missing' {
        Get-NetnsLink "nt$PID-none" -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetnsTools.Commands.GetNetnsLinkCommand'
        $record[0].TargetObject | Should -Be "nt$PID-none"
    }

    It 'says that a file is stale' {
        $stale = Get-TestName 'stale'
        [IO.File]::WriteAllText("/run/netns/$stale", '')
        { Get-NetnsLink $stale -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceStale,NetnsTools.Commands.GetNetnsLinkCommand'
    }
}
