# The two-namespace walk-through, whole: with our cmdlets in one pipeline, step by step, and hand in hand with ip.
BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Two namespaces and a cable' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'ns-1'
        $two = Get-TestName 'ns-2'
        $here = "v$PID-1"
        $there = "v$PID-2"
        $before = @(ip -o link show)
    }

    AfterEach {
        Remove-NetnsLink "v$PID-*"
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'works in one pipeline over <Family>' -ForEach @(
        @{ Family = 'IPv4'; Left = '10.0.0.10/16'; Right = '10.0.0.20/16' }
        @{ Family = 'IPv6'; Left = 'fd00:1::10/64'; Right = 'fd00:1::20/64' }
    ) {
        $namespaces = New-NetNamespace $one, $two
        $namespaces | Should -HaveCount 2
        $result = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two |
            Set-VethAddress -Address $Left -PeerAddress $Right |
            Test-NetnsPing -Count 5
        $result.Success | Should -BeTrue
        $result.Received | Should -Be 5
        $result.AverageRtt | Should -BeOfType System.TimeSpan
        $result.AverageRtt.TotalMilliseconds | Should -BeLessThan 1
        Get-NetNamespace "nt$PID-*" | Remove-NetNamespace
        Get-TestLeftover | Should -BeNullOrEmpty
        @(ip -o link show) | Should -Be $before
    }

    It 'works step by step, as the walk-through does it' {
        $null = New-NetNamespace $one
        $null = New-NetNamespace $two
        (Get-NetNamespace "nt$PID-*").Name | Should -Be $one, $two

        $null = New-VethPair $here $there
        $ends = Get-NetnsLink -Name "v$PID-*"
        $ends | Should -HaveCount 2
        $ends.DisplayName | Should -Contain "$here@$there"
        $ends.DisplayName | Should -Contain "$there@$here"
        $ends.State | Should -Be 'Down', 'Down'

        Set-NetnsLink $here -Namespace $one
        Set-NetnsLink $there -Namespace $two
        Get-NetnsLink -Name "v$PID-*" | Should -BeNullOrEmpty
        $inside = Get-NetnsLink -Namespace $one -Name $here
        $inside.DisplayName | Should -Match "^$here@if\d+$"
        $inside.PeerNamespace | Should -Be $two

        $null = Set-VethAddress $here 10.0.0.10/16 -Namespace $one -LeaveDown
        $null = Set-VethAddress $there 10.0.0.20/16 -Namespace $two -LeaveDown
        Set-NetnsLink $here -SourceNamespace $one -Up
        Set-NetnsLink $there -SourceNamespace $two -Up
        (Get-NetnsLink $one $here).State | Should -Be 'Up'

        $result = Test-NetnsPing 10.0.0.20 -Namespace $one -Count 5 -Interval 0.05
        $result.LossPercent | Should -Be 0
        $result.Replies.IPAddress.ForEach('ToString') | Select-Object -Unique | Should -Be '10.0.0.20'

        Remove-NetNamespace $one, $two
        Get-TestLeftover | Should -BeNullOrEmpty
        @(ip -o link show) | Should -Be $before
    }

    It 'shows request and reply of each ping as they pass the other end: <Family>' -ForEach @(
        @{ Family = 'IPv4'; Left = '10.0.0.10/16'; Right = '10.0.0.20/16'; Protocol = 'icmp'; Name = 'ICMP'; Start = 'IP 10.0.0.10 > 10.0.0.20'; Back = 'IP 10.0.0.20 > 10.0.0.10'; Words = 'ICMP' }
        @{ Family = 'IPv6'; Left = 'fd00:1::10/64'; Right = 'fd00:1::20/64'; Protocol = 'icmp6'; Name = 'ICMPv6'; Start = 'IP6 fd00:1::10 > fd00:1::20'; Back = 'IP6 fd00:1::20 > fd00:1::10'; Words = 'ICMP6,' }
    ) {
        $null = New-NetNamespace $one, $two
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two | Set-VethAddress -Address $Left -PeerAddress $Right
        $capture = Start-NetnsCapture $two veth-2 -Protocol $Protocol
        $result = $pair | Test-NetnsPing -Count 5 -Interval 0.01
        $packets = Stop-NetnsCapture $capture | Where-Object { $_.Icmp.Message -in 'EchoRequest', 'EchoReply' }

        $expected = foreach ($reply in $result.Replies) {
            "${Start}: $Words echo request, id $($reply.Identifier), seq $($reply.Sequence), length $($reply.Size)"
            "${Back}: $Words echo reply, id $($reply.Identifier), seq $($reply.Sequence), length $($reply.Size)"
        }
        $expected | Should -HaveCount 10
        $packets.Summary | Should -Be $expected
        $packets.Direction | Should -Be (@('In', 'Out') * 5)
        $packets.Protocol | Select-Object -Unique | Should -Be $Name
        ($packets | Out-String).Trim() -split '\r?\n' | Should -HaveCount 10
        # A reply leaves after its request has come, and before the pinger had it.
        foreach ($index in 0..4) {
            $packets[2 * $index + 1].Timestamp | Should -BeGreaterThan $packets[2 * $index].Timestamp
            $packets[2 * $index].Timestamp | Should -BeGreaterOrEqual $result.Replies[$index].SentAt.AddTicks(-10)
        }
    }

    It 'runs as the example does, which leaves nothing' {
        $example = [IO.Path]::Combine($PSScriptRoot, '..', 'examples', 'TwoNamespaces.ps1')
        # Its path is the assembly's, which brings no views.
        $manifest = "$((Get-Module NetnsTools).ModuleBase)/NetnsTools.psd1"
        $output = & ([Environment]::ProcessPath) -NoProfile -Command "Import-Module '$manifest'; & '$example' $one $two"
        $LASTEXITCODE | Should -Be 0
        # A narrow screen breaks lines.
        $text = -join $output
        $lines = [regex]::Matches($text, '\d\d:\d\d:\d\d\.\d{6} IP 10\.0\.0\.[12]0 > 10\.0\.0\.[12]0: ICMP echo (request|reply), id \d+, seq \d+, length 64')
        $lines | Should -HaveCount 10
        $output | Should -Contain 'Left behind: 0'
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'is what ip sees, and ip can go on with it' {
        $null = New-NetNamespace $one, $two
        $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
        (ip netns list) -join "`n" | Should -Match $one
        (ip -n $one addr show veth-1) -join "`n" | Should -Match "veth-1@if\d+: <BROADCAST,MULTICAST,UP,LOWER_UP>[\s\S]*link-netns $two[\s\S]*inet 10\.0\.0\.10/16"
        ip -n $two link set veth-2 down
        (Get-NetnsLink $one veth-1).HasCarrier | Should -BeFalse
        ip netns delete $one
        (Get-NetNamespace "nt$PID-*").Name | Should -Be $two
    }

    It 'goes on with what ip made' {
        ip netns add $one
        ip netns add $two
        ip link add veth-1 netns $one type veth peer name veth-2 netns $two
        ip -n $one addr add 10.0.0.10/16 dev veth-1
        ip -n $two addr add 10.0.0.20/16 dev veth-2
        Get-NetnsLink -Namespace "nt$PID-*" -Kind veth | Set-NetnsLink -Up
        (Get-NetnsLink $one veth-1 | Test-NetnsPing -Count 2 -Interval 0).Success | Should -BeTrue
        Get-NetNamespace "nt$PID-*" | Remove-NetNamespace
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'can be deleted and made again with the same names, 200 times in a row' {
        foreach ($round in 1..200) {
            $null = New-NetNamespace $one, $two -ErrorAction Stop
            $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -ErrorAction Stop
            Get-NetNamespace $one, $two | Remove-NetNamespace -ErrorAction Stop
        }

        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'answers the very first echo of a new lab without a wait, 200 times of 200: <Family>' -ForEach @(
        @{ Family = 'IPv4'; Left = '10.0.0.10/16'; Right = '10.0.0.20/16' }
        @{ Family = 'IPv6'; Left = 'fd00:1::10/64'; Right = 'fd00:1::20/64' }
    ) {
        $late = foreach ($round in 1..200) {
            $null = New-NetNamespace $one, $two
            $result = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two |
                Set-VethAddress -Address $Left -PeerAddress $Right |
                Test-NetnsPing -Count 1 -Timeout 0.9
            if (-not $result.Success) { $round }
            Remove-NetNamespace $one, $two
        }

        $late | Should -BeNullOrEmpty
    }

    It 'has a server in one namespace and a client in the other, which gives an object back' {
        $null = New-NetNamespace $one, $two
        $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
        $echo = @'
$listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Any, 7)
$listener.Start()
while ($true) {
    $client = $listener.AcceptTcpClient()
    $client.GetStream().CopyTo($client.GetStream())
    $client.Dispose()
}
'@
        $server = Start-NetnsProcess $two ([Environment]::ProcessPath) -- -NoProfile -Command $echo
        $listener = $server | Wait-NetnsPort -Port 7 -TimeoutSeconds 60 -ErrorAction Stop
        $listener.ProcessId | Should -Be $server.Id

        $text = 'there and back'
        $answer = Invoke-NetNamespace $one {
            $client = [Net.Sockets.TcpClient]::new('10.0.0.20', 7)
            $stream = $client.GetStream()
            $bytes = [Text.Encoding]::UTF8.GetBytes($using:text)
            $stream.Write($bytes, 0, $bytes.Length)
            $client.Client.Shutdown('Send')
            [pscustomobject]@{
                Text = [IO.StreamReader]::new($stream).ReadToEnd()
                From = "$($client.Client.LocalEndPoint.Address.MapToIPv4())"
            }
            $client.Dispose()
        }
        $answer.Text | Should -BeExactly 'there and back'
        $answer.From | Should -Be '10.0.0.10'
        $answer.PSNetNamespace | Should -Be $one

        $server.HasExited | Should -BeFalse
        Remove-NetNamespace $one, $two -Force
        $server.HasExited | Should -BeTrue
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'is the same for a program as with ip netns exec' {
        $null = New-NetNamespace $one, $two
        $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
        (Invoke-NetNamespace $one ip '-d' link show) -join "`n" | Should -BeExactly ((ip netns exec $one ip -d link show) -join "`n")
        (Invoke-NetNamespace $one ping '-c' 1 '-W' 5 10.0.0.20) -join "`n" | Should -Match '1 packets transmitted, 1 (packets )?received'
    }
}
