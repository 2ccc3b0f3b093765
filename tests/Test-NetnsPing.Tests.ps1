BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Test-NetnsPing' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'ping1'
        $two = Get-TestName 'ping2'
        $null = New-NetNamespace $one, $two
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two |
            Set-VethAddress -Address 10.0.0.10/16, fd00:1::10/64 -PeerAddress 10.0.0.20/16, fd00:1::20/64
    }

    AfterAll {
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'adds up what it sent and received' {
        $result = Test-NetnsPing 10.0.0.20 -Namespace $one -Count 5 -Interval 0
        $result | Should -BeOfType NetnsTools.NetnsPingResult
        $result.Success | Should -BeTrue
        $result.Sent, $result.Received, $result.LossPercent | Should -Be 5, 5, 0
        "$($result.Destination)" | Should -Be '10.0.0.20'
        $result.Namespace | Should -Be $one
        $result.Reason | Should -BeNullOrEmpty
        $result.Replies | Should -HaveCount 5
        $result.Replies.Sequence | Should -Be 1, 2, 3, 4, 5
    }

    It 'has round trips as time spans, in order' {
        $result = Test-NetnsPing 10.0.0.20 -Namespace $one -Count 20 -Interval 0
        $result.AverageRtt | Should -BeOfType System.TimeSpan
        $result.MinimumRtt | Should -BeGreaterThan ([timespan]::Zero)
        $result.AverageRtt | Should -BeGreaterOrEqual $result.MinimumRtt
        $result.MaximumRtt | Should -BeGreaterOrEqual $result.AverageRtt
        $times = $result.Replies.RoundTripTime.Ticks
        $result.MinimumRtt.Ticks | Should -Be ($times | Measure-Object -Minimum).Minimum
        $result.MaximumRtt.Ticks | Should -Be ($times | Measure-Object -Maximum).Maximum
    }

    It 'tells each reply: status, responder, TTL, size' {
        $reply = (Test-NetnsPing 10.0.0.20 -Namespace $one -Count 1 -Size 100).Replies[0]
        $reply | Should -BeOfType NetnsTools.NetnsPingReply
        $reply.Status | Should -Be 'Success'
        "$($reply.Address)" | Should -Be '10.0.0.20'
        $reply.TimeToLive | Should -Be 64
        $reply.Size | Should -Be 108
        $reply.Identifier | Should -BeGreaterThan 0
    }

    It 'pings over <Family> from <Label>' -ForEach @(
        foreach ($family in 'IPv4', 'IPv6') {
            @{ Family = $family; Label = 'a pair'; Ping = { $pair | Test-NetnsPing -AddressFamily $Family -Count 2 -Interval 0 } }
            @{ Family = $family; Label = 'a link'; Ping = { $pair.Left | Test-NetnsPing -AddressFamily $Family -Count 2 -Interval 0 } }
            @{ Family = $family; Label = 'a namespace object'; Ping = { Get-NetNamespace $one | Test-NetnsPing $(if ($Family -eq 'IPv4') { '10.0.0.20' } else { 'fd00:1::20' }) -Count 2 -Interval 0 } }
        }
    ) {
        $result = & $Ping
        $result.Success | Should -BeTrue
        "$($result.Destination)" | Should -Be $(if ($Family -eq 'IPv4') { '10.0.0.20' } else { 'fd00:1::20' })
        $result.Replies[0].TimeToLive | Should -Be 64
    }

    It 'pings a link-local address over a named interface' {
        $null = $pair.Right | Set-VethAddress -Address fe80::20/64
        $null = $pair.Left | Set-VethAddress -Address fe80::10/64
        (Test-NetnsPing 'fe80::20%veth-1' -Namespace $one -Count 1).Success | Should -BeTrue
        { Test-NetnsPing fe80::20 -Namespace $one -ErrorAction Stop } | Should -Throw -ErrorId 'AddressInvalidInput*'
        { Test-NetnsPing 'fe80::20%none' -Namespace $one -ErrorAction Stop } | Should -Throw -ErrorId 'LinkNotFound*'
    }

    It 'pings several targets, one result each' {
        $results = Test-NetnsPing 10.0.0.20, 10.0.0.10, fd00:1::20 -Namespace $one -Count 1
        $results.Success | Should -Be $true, $true, $true
    }

    It 'pings in the current namespace without one given' {
        (Test-NetnsPing 127.0.0.1 -Count 1).Success | Should -BeTrue
    }

    It 'pings from a namespace that ip netns made' {
        $theirs = Get-TestName 'ping3'
        ip netns add $theirs
        ip -n $theirs link set lo up
        (Test-NetnsPing 127.0.0.1 -Namespace $theirs -Count 1).Success | Should -BeTrue
        Remove-NetNamespace $theirs
    }

    It 'gives a boolean with -Quiet' {
        Test-NetnsPing 10.0.0.20 -Namespace $one -Count 1 -Quiet | Should -BeTrue
        $quiet = Test-NetnsPing 10.0.0.99 -Namespace $one -Count 1 -Timeout 0.05 -Quiet
        $quiet | Should -BeOfType bool
        $quiet | Should -BeFalse
    }

    It 'streams outcomes with -Repeat until the pipeline has enough' {
        $replies = Test-NetnsPing 10.0.0.20 -Namespace $one -Repeat -Interval 0.01 | Select-Object -First 3
        $replies.Sequence | Should -Be 1, 2, 3
    }

    It 'gives -Count outcomes with -Repeat' {
        Test-NetnsPing 10.0.0.20 -Namespace $one -Repeat -Count 3 -Interval 0 | Should -HaveCount 3
    }

    It 'takes the link that comes down the pipeline for that of a link-local address' {
        $null = $pair.Right | Set-VethAddress -Address fe80::20/64
        $null = $pair.Left | Set-VethAddress -Address fe80::10/64
        (Get-NetnsLink $one veth-1 | Test-NetnsPing fe80::20 -Count 1).Success | Should -BeTrue
    }

    It 'answers the very first echo of a new pair without a wait, 20 times' {
        foreach ($round in 1..20) {
            $fresh = New-VethPair first-1 first-2 -Namespace $one -PeerNamespace $two |
                Set-VethAddress -Address 10.7.0.1/24 -PeerAddress 10.7.0.2/24
            $result = $fresh | Test-NetnsPing -Count 1 -Timeout 0.5
            $result.Success | Should -BeTrue
            $fresh | Remove-NetnsLink
        }
    }

    It 'carries 65,507 bytes in fragments, and refuses to fragment on request' {
        (Test-NetnsPing 10.0.0.20 -Namespace $one -Count 1 -Size 65507).Replies[0].Size | Should -Be 65515
        $result = Test-NetnsPing 10.0.0.20 -Namespace $one -Count 1 -Size 2000 -DontFragment
        $result.Replies[0].Status | Should -Be 'PacketTooBig'
        $result.Reason | Should -Match 'larger than a link on the way takes'
    }

    Context 'when there is no answer' {
        It 'counts the loss and says that nothing came' {
            ip netns exec $two sysctl -qw net.ipv4.icmp_echo_ignore_all=1
            $result = Test-NetnsPing 10.0.0.20 -Namespace $one -Count 2 -Interval 0 -Timeout 0.05
            ip netns exec $two sysctl -qw net.ipv4.icmp_echo_ignore_all=0
            $result.Success | Should -BeFalse
            $result.Sent, $result.Received, $result.LossPercent | Should -Be 2, 0, 100
            $result.AverageRtt | Should -BeNullOrEmpty
            $result.Replies[0].Status | Should -Be 'TimedOut'
            $result.Reason | Should -Be 'no reply within 0.05 s'
        }

        It 'says that there is no route' {
            $result = Test-NetnsPing 192.0.2.1 -Namespace $one -Count 1
            $result.Replies[0].Status | Should -Be 'NetworkUnreachable'
            $result.Reason | Should -Be "no route to 192.0.2.1 in namespace '$one'"
        }

        It 'says that no host answers on the link' {
            $result = Test-NetnsPing 10.0.0.99 -Namespace $one -Count 1 -Timeout 10
            $result.Replies[0].Status | Should -Be 'HostUnreachable'
            $result.Reason | Should -Match 'no host answers for 10\.0\.0\.99'
        }

        It 'says which gateway does not answer' {
            ip -n $one route add 10.66.0.0/16 via 10.0.0.99
            (Test-NetnsPing 10.66.0.1 -Namespace $one -Count 1 -Timeout 10).Reason | Should -Match '^no host answers for 10\.0\.0\.99 on the last link, says 10\.0\.0\.10'
        }

        It 'says which kind of route leads nowhere: <Kind>' -ForEach @(
            @{ Kind = 'unreachable'; Words = 'a route says that 10.77.0.1 is unreachable' }
            @{ Kind = 'prohibit'; Words = 'it may not be sent in namespace .*prohibits' }
            @{ Kind = 'blackhole'; Words = "the kernel did not send it in namespace .*'blackhole' route" }
        ) {
            ip -n $one route add $Kind 10.77.0.0/16
            try { (Test-NetnsPing 10.77.0.1 -Namespace $one -Count 1).Reason | Should -Match $Words } finally { ip -n $one route del $Kind 10.77.0.0/16 }
        }

        It 'says that a link is off which has taken its routes along' {
            $off = New-VethPair off-1 off-2 -Namespace $one -PeerNamespace $two -Address 10.55.0.1/24 -PeerAddress 10.55.0.2/24
            $off.Left | Set-NetnsLink -Down
            (Test-NetnsPing 10.55.0.2 -Namespace $one -Count 1).Reason | Should -Match "no route to 10\.55\.0\.2 in namespace '$one': link 'off-1', which is in its network, is switched off"
            $off | Remove-NetnsLink
        }

        It 'does not take an echo to itself for one to the other end' {
            $same = New-VethPair same-1 same-2 -Namespace $one -PeerNamespace $two -Address 10.44.0.1/24
            ip -n $two addr add 10.44.0.1/24 dev same-2
            { $same | Test-NetnsPing -ErrorAction Stop } | Should -Throw '*Both ends have 10.44.0.1*' -ErrorId 'AddressInvalidInput*'
            $same | Remove-NetnsLink
            { New-VethPair same-1 same-2 -Namespace $one -PeerNamespace $two -Address 10.44.0.1/24 -PeerAddress 10.44.0.1/16 -ErrorAction Stop } | Should -Throw '*Both ends would have 10.44.0.1*'
            (Get-NetnsLink $one same-* | Measure-Object).Count | Should -Be 0
        }

        It 'says that a router let it expire' {
            $three = Get-TestName 'ping4'
            $null = New-NetNamespace $three
            $null = New-VethPair out in -Namespace $two -PeerNamespace $three | Set-VethAddress -Address 10.8.0.1/24 -PeerAddress 10.8.0.2/24
            ip netns exec $two sysctl -qw net.ipv4.ip_forward=1
            ip -n $one route add 10.8.0.0/24 via 10.0.0.20
            ip -n $three route add default via 10.8.0.1
            (Test-NetnsPing 10.8.0.2 -Namespace $one -Count 1).Replies[0].TimeToLive | Should -Be 63
            $result = Test-NetnsPing 10.8.0.2 -Namespace $one -Count 1 -TimeToLive 1
            $result.Replies[0].Status | Should -Be 'TimeToLiveExceeded'
            "$($result.Replies[0].Address)" | Should -Be '10.0.0.20'
        }

        It 'says that the other end is off' {
            $half = New-VethPair half-1 half-2 -Namespace $one -PeerNamespace $two
            $null = $half.Left | Set-VethAddress -Address 10.6.0.1/24
            $result = Test-NetnsPing 10.6.0.2 -Namespace $one -Count 1 -Timeout 0.05
            $result.Reason | Should -Match "link 'half-1' has no carrier"
            # The same when the kernel has given up looking for the host.
            ip netns exec $one sysctl -qw net.ipv4.neigh.half-1.mcast_solicit=1 net.ipv4.neigh.half-1.retrans_time_ms=50
            $result = Test-NetnsPing 10.6.0.2 -Namespace $one -Count 1 -Timeout 10
            $result.Replies[0].Status | Should -Be 'HostUnreachable'
            $result.Reason | Should -Match "link 'half-1' has no carrier"
            $half | Remove-NetnsLink
        }
    }

    It 'refuses <Label>' -ForEach @(
        @{ Label = 'a missing namespace'; Arguments = @{ Destination = '10.0.0.20'; Namespace = 'nt-none' }; Id = 'NamespaceNotFound'; Target = 'nt-none' }
        @{ Label = 'a name'; Arguments = @{ Destination = 'example.org' }; Id = 'AddressInvalidInput'; Target = 'example.org' }
        @{ Label = 'a prefix'; Arguments = @{ Destination = '10.0.0.20/16' }; Id = 'AddressInvalidInput'; Target = '10.0.0.20/16' }
        @{ Label = 'an empty address'; Arguments = @{ Destination = '' }; Id = 'AddressInvalidInput'; Target = '' }
        @{ Label = 'a source that is not here'; Arguments = @{ Destination = '127.0.0.1'; Source = '10.99.99.99' }; Id = 'EchoNotFound'; Target = '127.0.0.1' }
        @{ Label = 'a source of the other family'; Arguments = @{ Destination = '127.0.0.1'; Source = '::1' }; Id = 'AddressInvalidInput'; Target = '127.0.0.1' }
    ) {
        Test-NetnsPing @Arguments -Count 1 -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be "$Id,NetnsTools.Commands.TestNetnsPingCommand"
        $record[0].TargetObject | Should -Be $Target
    }

    It 'says that the other end has no address to ping' {
        $bare = New-VethPair bare-1 bare-2 -Namespace $one -PeerNamespace $two
        $bare | Test-NetnsPing -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'AddressNotFound,NetnsTools.Commands.TestNetnsPingCommand'
        $record[0].Exception.Message | Should -Match 'bare-2.*Set-VethAddress'
        $bare | Remove-NetnsLink
    }

    It 'does not take a link of the same name here for a peer in an unnamed namespace' {
        $sleep = [Diagnostics.Process]::Start('unshare', '--net sleep 600')
        try {
            $deadline = [datetime]::UtcNow.AddSeconds(10)
            while ((readlink "/proc/$($sleep.Id)/ns/net") -eq (readlink /proc/self/ns/net)) { [datetime]::UtcNow | Should -BeLessThan $deadline }
            $pair = New-VethPair "v$PID-1" "v$PID-2" -PeerNamespace "pid:$($sleep.Id)"
            $same = New-VethPair "v$PID-2" "v$PID-3"
            Get-NetnsLink -Name "v$PID-1" | Test-NetnsPing -ErrorAction SilentlyContinue -ErrorVariable record
            $record[0].FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetnsTools.Commands.TestNetnsPingCommand'
            Get-NetnsLink -Name "v$PID-1" | Out-String | Should -Match '-> id \d'
            $pair, $same | Remove-NetnsLink
        }
        finally {
            $sleep.Kill()
            $sleep.WaitForExit()
        }
    }

    It 'prints a table with microseconds' {
        $result = Test-NetnsPing 10.0.0.20 -Namespace $one -Count 2 -Interval 0
        $result | Out-String -Width 160 | Should -Match 'From +Destination +Success +Sent +Received +Loss +Min/us +Avg/us'
        $result | Out-String -Width 160 | Should -Match "$one +10\.0\.0\.20 +True +2 +2 +0 % +\d+[.,]\d"
        $result.Replies | Out-String -Width 160 | Should -Match '1 Success +10\.0\.0\.20 +64 +64 +\d+[.,]\d'
    }
}
