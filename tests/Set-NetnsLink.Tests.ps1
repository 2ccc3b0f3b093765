BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Set-NetnsLink' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'set1'
        $two = Get-TestName 'set2'
        $here = "v$PID-1"
        $there = "v$PID-2"
    }

    BeforeEach {
        $null = New-NetNamespace $one, $two
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
    }

    AfterEach {
        Remove-NetnsLink "v$PID-*"
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'is silent, and gives the link with -PassThru' {
        Set-NetnsLink veth-1 -SourceNamespace $one -Mtu 1401 | Should -BeNullOrEmpty
        $link = Set-NetnsLink veth-1 -SourceNamespace $one -Mtu 1402 -PassThru
        $link | Should -BeOfType NetnsTools.NetnsLink
        $link.Mtu | Should -Be 1402
    }

    It 'switches on and off' {
        $pair.Left | Set-NetnsLink -Up
        (Get-NetnsLink $one veth-1).IsUp | Should -BeTrue
        $pair.Left | Set-NetnsLink -Down
        (Get-NetnsLink $one veth-1).IsUp | Should -BeFalse
    }

    It 'switches both ends of a pair on, ready to carry packets' {
        $pair | Set-NetnsLink -Up
        ($pair | Get-NetnsLink).State | Should -Be 'Up', 'Up'
    }

    It 'changes everything at once' {
        $link = Set-NetnsLink veth-1 -SourceNamespace $one -Mtu 1300 -MacAddress 02:00:00:00:00:aa -NewName left -Alias 'to the peer' -QueueLength 77 -Group 5 -Promiscuous $true -Arp $false -PassThru
        $text = (ip -n $one -d link show left) -join "`n"
        $text | Should -Match 'NOARP.*PROMISC.* mtu 1300 .* group 5 .*qlen 77'
        $text | Should -Match 'link/ether 02:00:00:00:00:aa'
        $text | Should -Match 'alias to the peer'
        $link.Alias | Should -Be 'to the peer'
        $link.Flags.HasFlag([NetnsTools.Linux.Route.LinkFlags]::NoArp) | Should -BeTrue
        Set-NetnsLink left -SourceNamespace $one -Alias '' -Promiscuous $false -Arp $true
        $link = Get-NetnsLink $one left
        $link.Alias | Should -BeNullOrEmpty
        $link.Promiscuity | Should -Be 0
        $link.FlagText | Should -Not -Match 'NOARP'
    }

    It 'moves a link from here into a namespace, where its peer sees it' {
        $null = New-VethPair $here $there
        Set-NetnsLink $here -Namespace $one
        Get-NetnsLink -Name $here -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-NetnsLink $one $here).PeerName | Should -Be $there
        (Get-NetnsLink -Name $there).PeerNamespace | Should -Be $one
    }

    It 'moves between namespaces with a new name, and switches on' {
        $link = $pair.Left | Set-NetnsLink -Namespace $two -NewName moved -Up -Mtu 1399 -PassThru
        $link.Namespace | Should -Be $two
        $link.Name | Should -Be 'moved'
        $link.IsUp | Should -BeTrue
        $link.Mtu | Should -Be 1399
        $link.DisplayName | Should -Be 'moved@veth-2'
    }

    It 'sets by wildcard' {
        Set-NetnsLink * -SourceNamespace $one -Up
        (Get-NetnsLink $one).IsUp | Should -Be $true, $true
    }

    It 'changes nothing with -WhatIf' {
        $pair.Left | Set-NetnsLink -Mtu 1300 -Namespace $two -WhatIf
        (Get-NetnsLink $one veth-1).Mtu | Should -Be 1500
    }

    It 'takes everything back when the kernel refuses a part' {
        $before = ip -n $one -d link show veth-1
        { Set-NetnsLink veth-1 -SourceNamespace $one -MacAddress 02:00:00:00:00:bb -Alias x -Mtu 99999999 -ErrorAction Stop } |
            Should -Throw -ErrorId 'LinkInvalidInput,NetnsTools.Commands.SetNetnsLinkCommand'
        ip -n $one -d link show veth-1 | Should -Be $before
    }

    It 'takes everything back when the move is refused' {
        $before = ip -n $two -d link show veth-2
        { $pair.Right | Set-NetnsLink -Namespace $one -NewName veth-1 -Mtu 1300 -ErrorAction Stop } | Should -Throw -ErrorId 'LinkAlreadyExists*'
        ip -n $two -d link show veth-2 | Should -Be $before
        { Set-NetnsLink lo -SourceNamespace $one -Namespace $two -NewName lo2 -Alias x -ErrorAction Stop } | Should -Throw
        (Get-NetnsLink $one lo).Alias | Should -BeNullOrEmpty
    }

    It 'carries the kernel''s own words' {
        Set-NetnsLink veth-1 -SourceNamespace $one -Mtu 99999999 -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].Exception.Message | Should -Match "veth-1.*$one.*mtu greater than device maximum.*EINVAL.*between 68 and 65535 bytes"
        $record[0].Exception.KernelMessage | Should -Be 'mtu greater than device maximum'
        $record[0].TargetObject | Should -Be 'veth-1'
    }

    It 'tells who looks in the wrong place where the link is' {
        foreach ($command in { Set-NetnsLink veth-1 -Namespace $one -Up -ErrorAction Stop }, { Set-NetnsLink veth-1 -Up -ErrorAction Stop }, { Set-NetnsLink veth-1 -Namespace $two -ErrorAction Stop }) {
            $command | Should -Throw "There is no link 'veth-1' in the current namespace. There is one in namespace '$one'. Where it is, is said with -SourceNamespace." -ErrorId 'LinkNotFound*'
        }

        { Remove-NetnsLink veth-1 -ErrorAction Stop } | Should -Throw "*in namespace '$one'. Where it is, is said with -Namespace." -ErrorId 'LinkNotFound*'
        { Set-VethAddress veth-1 10.0.0.1/24 -ErrorAction Stop } | Should -Throw "*There is one in namespace '$one'." -ErrorId 'LinkNotFound*'
        { Set-NetnsLink veth-1 -SourceNamespace $two -Up -ErrorAction Stop } | Should -Throw "There is no link 'veth-1' in namespace '$two'. There is one in namespace '$one'." -ErrorId 'LinkNotFound*'
        { Get-NetnsLink lo -ErrorAction Stop } | Should -Throw "There is no namespace 'lo'. * A link 'lo' is in the current namespace: -Name lo." -ErrorId 'NamespaceNotFound*'
    }

    It 'takes no variable that was never set for the current namespace' {
        foreach ($command in { Set-NetnsLink lo -SourceNamespace $nothing -Up }, { Remove-NetnsLink lo -Namespace $nothing }, { New-VethPair "x$PID" "y$PID" -PeerNamespace $nothing },
            { Test-NetnsPing 127.0.0.1 -Namespace $nothing }, { Get-NetnsLink $nothing lo }, { Set-VethAddress lo 10.0.0.1/24 -Namespace $nothing }, { Start-NetnsCapture $nothing }) {
            $command | Should -Throw '*was given, but $null. For the current namespace leave it away*' -ErrorId 'NamespaceInvalidInput*'
        }

        { $nothing | Test-NetnsPing 127.0.0.1 -ErrorAction Stop } | Should -Throw '*no namespace to ping from*'
        Get-NetnsLink -Name "x$PID" -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'says that there is nothing to do' {
        Set-NetnsLink veth-1 -SourceNamespace $one -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -HaveCount 1
        $null = Set-NetnsLink veth-1 -SourceNamespace $one -PassThru -WarningVariable warning
        $warning | Should -BeNullOrEmpty
    }

    It 'says that lo stays where it is' {
        { Set-NetnsLink lo -SourceNamespace $one -Namespace $two -ErrorAction Stop } | Should -Throw "Link 'lo' in namespace '$one' cannot be moved: *" -ErrorId 'LinkNotSupported*'
    }

    It 'refuses <Label>' -ForEach @(
        @{ Label = 'a new name of 16 bytes'; Arguments = @{ NewName = 'abcdefghijklmnop' }; Id = 'LinkInvalidInput*' }
        @{ Label = 'an empty new name'; Arguments = @{ NewName = '' }; Id = 'LinkInvalidInput*' }
        @{ Label = 'a group MAC address'; Arguments = @{ MacAddress = 'ff:ff:ff:ff:ff:ff' }; Id = 'LinkInvalidInput*' }
        @{ Label = 'on and off at once'; Arguments = @{ Up = $true; Down = $true }; Id = 'UpAndDown*' }
        @{ Label = 'a missing namespace'; Arguments = @{ Namespace = 'nt-none' }; Id = 'NamespaceNotFound*' }
    ) {
        { Set-NetnsLink veth-1 -SourceNamespace $one @Arguments -ErrorAction Stop } | Should -Throw -ErrorId $Id
    }

    It 'knows a link that was deleted and made again for another' {
        $pair | Remove-NetnsLink
        ip -n $one link add other index $pair.Left.InterfaceIndex type bridge
        { $pair.Left | Set-NetnsLink -Up -ErrorAction Stop } | Should -Throw -ErrorId 'LinkNotFound*'
        (Get-NetnsLink $one other).IsUp | Should -BeFalse
    }
}
