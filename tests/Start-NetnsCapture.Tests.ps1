BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Start-NetnsCapture' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestCable.ps1
        $one = Get-TestName 'cap1'
        $two = Get-TestName 'cap2'
        $pair = New-TestCable $one $two
        function Send-Echo([int] $Count = 3, [string] $To = '10.0.0.20') {
            (Test-NetnsPing $To -Namespace $one -Count $Count -Interval 0).Received | Should -Be $Count
        }
    }

    AfterAll {
        Remove-NetNamespace $one, $two
        Remove-TestLeftover
    }

    AfterEach { Get-NetnsCapture | Stop-NetnsCapture *> $null }

    It 'returns a running capture that has the next packet' {
        foreach ($round in 1..20) {
            $capture = Start-NetnsCapture $two veth-2 -Protocol icmp
            Send-Echo 1
            Stop-NetnsCapture $capture | Should -HaveCount 2
        }
    }

    It 'says what it does' {
        $before = [datetimeoffset]::Now
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp, arp -Address 10.0.0.20
        $capture | Should -BeOfType NetnsTools.NetnsCapture
        $capture.Namespace | Should -Be $two
        $capture.Interface | Should -Be 'veth-2'
        $capture.State | Should -Be 'Running'
        $capture.Filter | Should -Be '(icmp or arp) and host 10.0.0.20'
        $capture.PacketCount | Should -Be 0
        $capture.Dropped | Should -Be 0
        $capture.StartedAt | Should -BeGreaterOrEqual $before
        $capture.EndedAt | Should -BeNullOrEmpty
        $capture.Path | Should -BeNullOrEmpty
        $capture.Reason | Should -BeNullOrEmpty
        "$capture" | Should -Be "$($capture.Id): veth-2 in $two"
        Send-Echo 2
        Wait-Until { $capture.PacketCount -ge 4 } 'the packets have come'
        $capture.Packets[0] | Should -BeOfType NetnsTools.NetnsPacket
    }

    It 'takes 20,000 packets of 10,000 echoes at full speed, and loses none' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp
        Send-Echo 10000
        $packets = Stop-NetnsCapture $capture
        $packets.Count | Should -Be 20000
        $capture.Dropped | Should -Be 0
        $capture.Discarded | Should -Be 0
    }

    It 'takes all interfaces together without a name' {
        $capture = Start-NetnsCapture $one -Protocol icmp
        $capture.Interface | Should -Be 'any'
        Send-Echo 1
        Send-Echo 1 '127.0.0.1'
        $packets = Stop-NetnsCapture $capture
        @($packets.Interface) | Should -Be 'veth-1', 'veth-1', 'lo', 'lo'
        (Start-NetnsCapture $one any).Interface | Should -Be 'any'
    }

    It 'takes links and pairs from the pipeline' {
        $captures = @($pair | Start-NetnsCapture -Protocol icmp)
        $captures.ForEach('ToString') | Should -Be @("$($captures[0].Id): veth-1 in $one", "$($captures[1].Id): veth-2 in $two")
        $third = Get-NetnsLink $two veth-2 | Start-NetnsCapture
        $third.Interface | Should -Be 'veth-2'
        $third.Namespace | Should -Be $two
        Send-Echo 1
        Stop-NetnsCapture $captures[0] | Should -HaveCount 2
        Stop-NetnsCapture $captures[1] | Should -HaveCount 2
    }

    It 'takes namespaces from the pipeline, and patterns of names' {
        $captures = Get-NetNamespace $one, $two | Start-NetnsCapture -Name 'veth-*'
        $captures.Interface | Should -Be 'veth-1', 'veth-2'
        $captures.Namespace | Should -Be $one, $two
        (Start-NetnsCapture "nt$PID-cap*").Namespace | Should -Be $one, $two
        Start-NetnsCapture $one 'none-*' | Should -BeNullOrEmpty
    }

    It 'filters by <Label>' -ForEach @(
        @{ Label = 'protocol'; Filter = @{ Protocol = 'icmp' }; Count = 4 }
        @{ Label = 'another protocol'; Filter = @{ Protocol = 'tcp', 'udp' }; Count = 0 }
        @{ Label = 'ICMPv6 and address'; Filter = @{ Protocol = 'icmp6'; Address = 'fd00:1::20' }; Count = 6 }
        @{ Label = 'address'; Filter = @{ Protocol = 'ip'; Address = '10.0.0.10' }; Count = 4 }
        @{ Label = 'another address'; Filter = @{ Protocol = 'ip'; Address = '10.0.0.11' }; Count = 0 }
        @{ Label = 'network'; Filter = @{ Protocol = 'ip'; Address = '10.0.0.0/24' }; Count = 4 }
        @{ Label = 'an interface''s address with its prefix'; Filter = @{ Protocol = 'ip'; Address = '10.0.0.99/16' }; Count = 0 }
        @{ Label = 'the way in'; Filter = @{ Protocol = 'icmp'; Direction = 'In' }; Count = 2 }
        @{ Label = 'the way out'; Filter = @{ Protocol = 'icmp'; Direction = 'Out' }; Count = 2 }
    ) {
        # The neighbours know each other, so that only echoes pass.
        ip -n $one neigh replace fd00:1::20 lladdr (Get-NetnsLink $two veth-2).MacAddress dev veth-1
        ip -n $two neigh replace fd00:1::10 lladdr (Get-NetnsLink $one veth-1).MacAddress dev veth-2
        $capture = Start-NetnsCapture $two veth-2 @Filter
        Send-Echo 2
        Send-Echo 3 'fd00:1::20'
        @(Stop-NetnsCapture $capture).Count | Should -Be $Count
    }

    It 'filters by port' {
        $capture = Start-NetnsCapture $two veth-2 -Port 9, 10
        $capture.Filter | Should -Be 'portrange 9-10'
        Invoke-NetNamespace $one bash '-c' 'for port in 8 9 10 11; do echo > /dev/udp/10.0.0.20/$port; done' -IgnoreExitCode
        @(Stop-NetnsCapture $capture).Count | Should -Be 2
    }

    It 'takes an expression where libpcap is installed, and says so where it is not' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -Filter 'icmp[icmptype] == icmp-echo' -ErrorVariable failure -ErrorAction SilentlyContinue
        if ($capture) {
            $capture.Filter | Should -Be 'icmp and (icmp[icmptype] == icmp-echo)'
            Send-Echo 3
            @(Stop-NetnsCapture $capture).Count | Should -Be 3
            Start-NetnsCapture $two -Filter 'no such thing' -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureInvalidInput,NetnsTools.Commands.StartNetnsCaptureCommand'
            $failure[0].TargetObject | Should -Be 'no such thing'
        }
        else {
            $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureNotSupported,NetnsTools.Commands.StartNetnsCaptureCommand'
            $failure[0].Exception.Message | Should -Match 'needs libpcap'
        }
    }

    It 'takes the address objects of a pair' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -Address $pair.Left.Addresses[0]
        Send-Echo 1
        Stop-NetnsCapture $capture | Should -HaveCount 2
    }

    It 'ends by itself after a number of packets' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -Count 3
        Send-Echo 5
        @(Receive-NetnsCapture $capture -Wait).Count | Should -Be 3
        $capture.State | Should -Be 'Completed'
        $capture.EndedAt | Should -BeGreaterThan $capture.StartedAt
    }

    It 'ends by itself after a time' {
        $capture = Start-NetnsCapture $two veth-2 -Duration 0.1
        Receive-NetnsCapture $capture -Wait | Out-Null
        $capture.State | Should -Be 'Completed'
        ($capture.EndedAt - $capture.StartedAt).TotalSeconds | Should -BeGreaterOrEqual 0.09
    }

    It 'cuts packets at -SnapLength' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -SnapLength 42
        Send-Echo 1
        $packets = Stop-NetnsCapture $capture
        $packets.CapturedLength | Should -Be 42, 42
        # An array has a Length of its own.
        $packets.OriginalLength | Should -Be 98, 98
        $packets[0].Length | Should -Be 98
    }

    It 'keeps the latest packets, and counts those that had to go' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -MaxPackets 10
        Send-Echo 100
        $packets = Stop-NetnsCapture $capture -WarningVariable warnings -WarningAction SilentlyContinue
        $packets.Count | Should -Be 10
        $capture.PacketCount | Should -Be 200
        $capture.Discarded | Should -Be 190
        "$warnings" | Should -Match 'oldest 190 packets .* -MaxPackets'
        $packets[-1].TimestampNanoseconds | Should -BeGreaterThan $packets[0].TimestampNanoseconds
    }

    It 'keeps no more than -MaxMemory, and counts what had to go' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -MaxMemory 2KB
        Send-Echo 100
        $packets = Stop-NetnsCapture $capture -WarningVariable warnings -WarningAction SilentlyContinue
        $packets.Count | Should -BeGreaterThan 4
        $packets.Count | Should -BeLessThan 20
        $capture.Discarded | Should -Be (200 - $packets.Count)
        "$warnings" | Should -Match '-MaxMemory'
    }

    It 'says the present name of a link that is renamed, or whose number another has' {
        $null = New-VethPair x-1 x-2 -Namespace $one -PeerNamespace $two | Set-VethAddress -Address 10.9.0.1/24 -PeerAddress 10.9.0.2/24
        $capture = Start-NetnsCapture $one -Protocol icmp -Address 10.9.0.2
        Send-Echo 1 10.9.0.2
        Wait-Until { $capture.PacketCount -gt 0 } 'the first has come while the name was the old one'
        Set-NetnsLink x-1 -SourceNamespace $one -NewName x-9
        Wait-Until {
            Send-Echo 1 10.9.0.2
            'x-9' -in @(Receive-NetnsCapture $capture -New).Interface
        } 'it has the new name'
        Stop-NetnsCapture $capture | Select-Object -First 1 | ForEach-Object Interface | Should -Be 'x-1'
        Remove-NetnsLink x-9 -Namespace $one
    }

    It 'is promiscuous for as long as it runs' {
        $capture = Start-NetnsCapture $two veth-2 -Promiscuous
        (Get-NetnsLink $two veth-2).Promiscuity | Should -Be 1
        $null = Stop-NetnsCapture $capture
        (Get-NetnsLink $two veth-2).Promiscuity | Should -Be 0
    }

    Context 'to a file' {
        It 'writes <Extension> while it runs, and what was captured is in it' -ForEach @(@{ Extension = 'pcap' }, @{ Extension = 'pcapng' }, @{ Extension = 'pcapng.gz' }) {
            $path = "$TestDrive/live.$Extension"
            $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -Path $path
            $capture.Path | Should -Be $path
            Send-Echo 2
            # Not ended yet, and all there.
            Wait-Until { @(Import-NetnsCapture $path).Count -eq 4 } 'the packets are in the file'
            Send-Echo 1
            $packets = Stop-NetnsCapture $capture
            $read = @(Import-NetnsCapture $path)
            $read.Count | Should -Be 6
            $read.TimestampNanoseconds | Should -Be $packets.TimestampNanoseconds
            foreach ($index in 0..5) { [Convert]::ToHexString($read[$index].Data) | Should -Be ([Convert]::ToHexString($packets[$index].Data)) }
            if ($Extension -like 'pcapng*') {
                $read[0].Interface | Should -Be 'veth-2'
                $read[0].Namespace | Should -Be $two
                $read.Direction | Should -Be $packets.Direction
            }
        }

        It 'has all in the file that had to make room in memory' {
            $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -Path "$TestDrive/all.pcapng" -MaxPackets 0
            Send-Echo 50
            Stop-NetnsCapture $capture -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            @(Import-NetnsCapture "$TestDrive/all.pcapng").Count | Should -Be 100
        }

        It 'takes a path relative to the location' {
            Push-Location $TestDrive
            try { (Start-NetnsCapture $two -Path relative.pcapng).Path | Should -Be "$TestDrive/relative.pcapng" } finally { Pop-Location }
        }

        It 'leaves a file that exists with -NoClobber' {
            [IO.File]::WriteAllText("$TestDrive/kept.pcap", 'precious')
            Start-NetnsCapture $two -Path "$TestDrive/kept.pcap" -NoClobber -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureFileAlreadyExists,NetnsTools.Commands.StartNetnsCaptureCommand'
            [IO.File]::ReadAllText("$TestDrive/kept.pcap") | Should -Be 'precious'
            Get-NetnsCapture | Should -BeNullOrEmpty
        }

        It 'does not touch the file when there is nothing to capture' {
            [IO.File]::WriteAllText("$TestDrive/kept2.pcap", 'precious')
            Start-NetnsCapture $two veth-9 -Path "$TestDrive/kept2.pcap" -ErrorAction SilentlyContinue
            Start-NetnsCapture $two -Port 70000 -Path "$TestDrive/kept2.pcap" -ErrorAction SilentlyContinue
            Start-NetnsCapture $two -Path "$TestDrive/kept2.pcap" -WhatIf
            [IO.File]::ReadAllText("$TestDrive/kept2.pcap") | Should -Be 'precious'
        }

        It 'refuses a file that another capture writes to' {
            $first = Start-NetnsCapture $two -Path "$TestDrive/twice.pcap"
            Start-NetnsCapture $one -Path "$TestDrive/twice.pcap" -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureFileBusy,NetnsTools.Commands.StartNetnsCaptureCommand'
            ln -sf "$TestDrive/twice.pcap" "$TestDrive/link.pcap"
            Start-NetnsCapture $one -Path "$TestDrive/link.pcap" -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureFileBusy,NetnsTools.Commands.StartNetnsCaptureCommand'
            $null = Stop-NetnsCapture $first
            Start-NetnsCapture $one -Path "$TestDrive/twice.pcap" | Should -Not -BeNullOrEmpty
        }

        It 'ends, and says so, when the disk is full' {
            # A file system of 64 KiB, which is gone with its process.
            $small = "$TestDrive/small"
            $null = [IO.Directory]::CreateDirectory($small)
            mount -t tmpfs -o size=64k none $small
            try {
                $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -Path "$small/full.pcapng"
                Send-Echo 2000
                Wait-Until { $capture.State -eq 'Failed' } 'the capture has failed'
                $capture.Reason | Should -Match "Cannot write to capture file '$small/full.pcapng': No space left on device"
                $packets = Stop-NetnsCapture $capture -ErrorVariable failure -ErrorAction SilentlyContinue
                $packets.Count | Should -BeGreaterThan 100
                $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureFileFailed,NetnsTools.Commands.StopNetnsCaptureCommand'
            }
            finally { umount $small }
        }
    }

    Context 'refuses, with nothing left running:' {
        It '<Label>' -ForEach @(
            @{ Label = 'a missing namespace'; Arguments = @{ Namespace = 'nt-none' }; Id = 'NamespaceNotFound'; Category = 'ObjectNotFound'; Target = 'nt-none' }
            @{ Label = 'a missing link'; Arguments = @{ Name = 'veth-9' }; Id = 'LinkNotFound'; Category = 'ObjectNotFound'; Target = 'veth-9' }
            @{ Label = 'a bad address'; Arguments = @{ Address = '10.0.0' }; Id = 'AddressInvalidInput'; Category = 'InvalidArgument'; Target = '10.0.0' }
            @{ Label = 'a port that is none'; Arguments = @{ Port = 70000 }; Id = 'CaptureInvalidInput'; Category = 'InvalidArgument'; Target = '70000' }
            @{ Label = 'ports of a protocol without'; Arguments = @{ Port = 80; Protocol = 'icmp' }; Id = 'CaptureInvalidInput'; Category = 'InvalidArgument'; Target = '80' }
            @{ Label = 'a snap length of nothing'; Arguments = @{ SnapLength = 0 }; Id = 'CaptureInvalidInput'; Category = 'InvalidArgument'; Target = $null }
            @{ Label = 'a count of nothing'; Arguments = @{ Count = 0 }; Id = 'CaptureInvalidInput'; Category = 'InvalidArgument'; Target = $null }
            @{ Label = 'no time'; Arguments = @{ Duration = 0 }; Id = 'CaptureInvalidInput'; Category = 'InvalidArgument'; Target = $null }
            @{ Label = 'promiscuous mode of all'; Arguments = @{ Promiscuous = $true }; Id = 'CaptureInvalidInput'; Category = 'InvalidArgument'; Target = $null }
            @{ Label = 'a tiny buffer'; Arguments = @{ BufferSize = 1 }; Id = 'CaptureInvalidInput'; Category = 'InvalidArgument'; Target = $null }
            @{ Label = 'a file in no folder'; Arguments = @{ Path = '/nt-none/x.pcap' }; Id = 'CaptureFileNotFound'; Category = 'ObjectNotFound'; Target = '/nt-none/x.pcap' }
            @{ Label = 'a path of no file system'; Arguments = @{ Path = 'Variable:x' }; Id = 'CaptureFileInvalidInput'; Category = 'InvalidArgument'; Target = 'Variable:x' }
            @{ Label = 'a folder as file'; Arguments = @{ Path = '/' }; Id = 'CaptureFileInvalidInput'; Category = 'InvalidArgument'; Target = '/' }
        ) {
            if (-not $Arguments.ContainsKey('Namespace')) { $Arguments.Namespace = $two }
            Start-NetnsCapture @Arguments -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -Be "$Id,NetnsTools.Commands.StartNetnsCaptureCommand"
            $failure[0].CategoryInfo.Category | Should -Be $Category
            if ($Target) { "$($failure[0].TargetObject)" | Should -Be $Target }
            Get-NetnsCapture | Should -BeNullOrEmpty
        }

        It '<Label>, before the kernel is asked' -ForEach @(
            @{ Label = 'a snap length of nothing'; Arguments = @{ SnapLength = 0 } }
            @{ Label = 'a count of nothing'; Arguments = @{ Count = 0 } }
            @{ Label = 'a port that is none'; Arguments = @{ Port = 0 } }
        ) {
            # There is no such link, and nobody looks.
            Start-NetnsCapture $two none-1, none-2 @Arguments -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureInvalidInput,NetnsTools.Commands.StartNetnsCaptureCommand'
        }

        It 'nothing where something is expected: -<_>' -ForEach 'Protocol', 'Port', 'Address', 'Name' {
            $arguments = @{ Namespace = $two; $_ = $null }
            { Start-NetnsCapture @arguments } | Should -Throw -ErrorId 'ParameterArgumentValidationError,NetnsTools.Commands.StartNetnsCaptureCommand'
        }

        It 'two protocols in one word: <_>' -ForEach 'tcp,udp', 'ip,ip6', 'icmp,arp' {
            { Start-NetnsCapture $two -Protocol $_ } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,NetnsTools.Commands.StartNetnsCaptureCommand'
        }

        It 'a file that cannot be, with -ErrorAction Stop' {
            foreach ($round in 1..5) {
                { Start-NetnsCapture $two veth-2 -Promiscuous -Path /nt-none/x.pcap -ErrorAction Stop } | Should -Throw -ErrorId 'CaptureFileNotFound,*'
            }

            (Get-NetnsLink $two veth-2).Promiscuity | Should -Be 0
        }

        It 'a hundred times, and no descriptor stays open' {
            Start-NetnsCapture $two -SnapLength 0 -ErrorAction SilentlyContinue
            $descriptors = Get-DescriptorCount
            foreach ($round in 1..100) {
                Start-NetnsCapture $two veth-2 -Filter 'no such thing' -ErrorAction SilentlyContinue
                Start-NetnsCapture $two any -Promiscuous -ErrorAction SilentlyContinue
                Start-NetnsCapture $two -Path /nt-none/x.pcap -ErrorAction SilentlyContinue
            }

            Get-DescriptorCount | Should -BeLessOrEqual $descriptors
        }
    }

    It 'goes on with the other namespaces after one that is missing' {
        $captures = Start-NetnsCapture 'nt-none', $two -ErrorAction SilentlyContinue -ErrorVariable failure
        $captures.Namespace | Should -Be $two
        $failure | Should -HaveCount 1
    }

    It 'ends with a clear record when its namespace is removed: <Label>' -ForEach @(
        @{ Label = 'by us'; ByIp = $false }
        @{ Label = 'by ip'; ByIp = $true }
    ) {
        $three = Get-TestName 'cap3'
        $null = New-NetNamespace $three
        $null = New-VethPair x-1 x-2 -Namespace $one -PeerNamespace $three
        $captures = Start-NetnsCapture $three, $three -Name any, x-2
        if ($ByIp) { ip netns delete $three } else { Remove-NetNamespace $three }
        Wait-Until { 'Running' -notin $captures.State } 'the captures have ended'
        $captures.State | Should -Be (@('Failed') * 4)
        foreach ($capture in $captures) {
            $capture.Reason | Should -Match "in namespace '$three' has ended: the namespace was removed"
            Stop-NetnsCapture $capture -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureNotFound,NetnsTools.Commands.StopNetnsCaptureCommand'
            $failure[0].TargetObject | Should -Be $capture
        }

        Wait-Until { -not (Get-NetnsLink $one | Where-Object { $_.Name -eq 'x-1' }) } 'the other end of the cable is gone'
    }

    # Which command hears of the stop first is a matter of luck.
    It 'leaves none behind when it is stopped while it gives it, <_>' -ForEach (1..10) {
        [IO.File]::Delete("$TestDrive/given")
        $pipeline = Start-TestPipeline "Start-NetnsCapture $two veth-2 -Promiscuous | ForEach-Object { [IO.File]::WriteAllText('$TestDrive/given', ''); Wait-NetnsPort $one 9 -TimeoutSeconds 60 }"
        Wait-Until { [IO.File]::Exists("$TestDrive/given") } 'it is given'
        $capture = Get-NetnsCapture
        $null = Stop-TestPipeline $pipeline
        Get-NetnsCapture | Should -BeNullOrEmpty
        $capture.State | Should -Be 'Stopped'
        (Get-NetnsLink $two veth-2).Promiscuity | Should -Be 0
    }

    It 'ends with the process, and its file is whole: <Label>' -ForEach @(
        @{ Label = 'by itself'; Ending = '' }
        @{ Label = 'with SIGTERM'; Ending = 'kill $PID; Start-Sleep 600' }
        @{ Label = 'with SIGHUP'; Ending = 'kill -HUP $PID; Start-Sleep 600' }
    ) {
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; `$null = Start-NetnsCapture $two veth-2 -Protocol icmp -Path '$TestDrive/exit.pcapng'; `$null = Test-NetnsPing 10.0.0.20 -Namespace $one -Count 3 -Interval 0; $Ending"
        & ([Environment]::ProcessPath) -NoProfile -Command $script 2>$null
        @(Import-NetnsCapture "$TestDrive/exit.pcapng").Count | Should -Be 6
    }
}
