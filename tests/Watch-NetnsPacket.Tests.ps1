BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Watch-NetnsPacket' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestCable.ps1
        $one = Get-TestName 'wat1'
        $two = Get-TestName 'wat2'
        $pair = New-TestCable $one $two
        # Packets pass all the time.
        $pinger = Start-NetnsProcess $one ping '-q' '-i' 0.02 10.0.0.20
    }

    AfterAll {
        $pinger | Stop-NetnsProcess -Force
        Remove-NetNamespace $one, $two -Force
        Remove-TestLeftover
    }

    It 'streams packets down the pipeline as they pass, -Count of them' {
        $packets = Watch-NetnsPacket $two veth-2 -Protocol icmp -Count 6
        $packets | Should -HaveCount 6
        $packets[0] | Should -BeOfType NetnsTools.NetnsPacket
        $packets.Interface | Select-Object -Unique | Should -Be 'veth-2'
        $packets[5].Timestamp | Should -BeGreaterThan $packets[0].Timestamp
    }

    It 'reads like tcpdump, <Label>' -ForEach @(
        @{ Label = 'as it is'; View = { param($packets) $packets } }
        @{ Label = 'as a table'; View = { param($packets) $packets | Format-Table } }
    ) {
        $packets = Watch-NetnsPacket $two veth-2 -Protocol icmp -Count 2
        $lines = (& $View $packets | Out-String -Width 120).Trim() -split '\r?\n'
        $lines | Should -Be $packets.ForEach('ToString')
        $lines | Should -Match '^\d\d:\d\d:\d\d\.\d{6} IP 10\.0\.0\.[12]0 > 10\.0\.0\.[12]0: ICMP echo (request|reply), id \d+, seq \d+, length 64$'
        $all = Watch-NetnsPacket $two -Protocol icmp -Direction In -Count 1
        (& $View $all | Out-String -Width 120).Trim() | Should -Match '^\d\d:\d\d:\d\d\.\d{6} veth-2 In  IP 10\.'
    }

    It 'shows lines whole that are longer than the screen, and unbroken where there is none' {
        $packet = Watch-NetnsPacket $two veth-2 -Protocol icmp -Count 1
        $narrow = ($packet | Out-String -Width 30).Trim() -split '\r?\n'
        $narrow.Count | Should -BeGreaterThan 2
        -join $narrow | Should -Be "$packet"
        ($packet | Out-String).Trim() | Should -Be "$packet"
        $packet > "$TestDrive/line.txt"
        [IO.File]::ReadAllText("$TestDrive/line.txt").Trim() | Should -Be "$packet"
    }

    It 'ends with the pipeline that has enough' {
        $packet = Watch-NetnsPacket $two -Protocol icmp | Where-Object { $_.Direction -eq 'Out' } | Select-Object -First 1
        $packet.Direction | Should -Be 'Out'
    }

    It 'ends after -Duration' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $packets = @(Watch-NetnsPacket $two veth-2 -Protocol icmp -Duration 0.3)
        $watch.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 0.29
        $packets.Count | Should -BeGreaterThan 1
    }

    It 'ends after -Duration where nothing passes' {
        Watch-NetnsPacket $two veth-2 -Protocol igmp -Duration 0.1 | Should -BeNullOrEmpty
    }

    It 'watches several namespaces at once' {
        $packets = @($pair | Watch-NetnsPacket -Protocol icmp -Duration 0.5)
        @($packets.Namespace | Sort-Object -Unique) | Should -Be $one, $two
        $all = @(Watch-NetnsPacket "nt$PID-wat*" -Protocol icmp -Count 10)
        $all.Count | Should -Be 10
    }

    It 'ends at once when it is stopped, <Label>' -ForEach @(
        @{ Label = 'while packets pass'; Filter = '-Protocol icmp' }
        @{ Label = 'while nothing passes'; Filter = '-Protocol igmp' }
    ) {
        $pipeline = Start-TestPipeline "Watch-NetnsPacket $two veth-2 $Filter -Promiscuous | ForEach-Object { `$null }"
        Wait-Until { (Get-NetnsLink $two veth-2).Promiscuity -eq 1 } 'it watches'
        # The promise is 100 ms; the bound is wide of any machine's noise.
        (Stop-TestPipeline $pipeline).TotalSeconds | Should -BeLessThan 5
        (Get-NetnsLink $two veth-2).Promiscuity | Should -Be 0
        Get-ThreadNamespace | Should -HaveCount 1
    }

    It 'is not in the way of a slow pipeline' {
        $packets = Watch-NetnsPacket $two veth-2 -Protocol icmp -Count 5 | ForEach-Object { Start-Sleep -Milliseconds 50; $_ }
        $packets | Should -HaveCount 5
    }

    It 'says what the kernel had to drop, and ends at once even so' {
        # Nobody reads while more passes than has room.
        $state = @{ Busy = $false }
        $packets = Watch-NetnsPacket $two veth-2 -Protocol icmp -BufferSize 512KB -Duration 0.5 -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object {
            if (-not $state.Busy) {
                $state.Busy = $true
                $null = $pair | Test-NetnsPing -Count 12000 -Interval 0
            }

            $_
        }

        "$warnings" | Should -Match '^\d+ packets of capture on link .veth-2. .* were dropped by the kernel'
        $packets.Count | Should -BeGreaterThan 16000
    }

    It 'ends with an error when its namespace is removed' {
        $three = Get-TestName 'wat3'
        $null = New-NetNamespace $three
        $pipeline = Start-TestPipeline "Watch-NetnsPacket $three lo -Promiscuous"
        Wait-Until { (Get-NetnsLink $three lo).Promiscuity -eq 1 } 'it watches'
        Remove-NetNamespace $three
        $pipeline.Running.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $failure = @($pipeline.Shell.Streams.Error)
        $pipeline.Shell.Dispose()
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureNotFound,NetnsTools.Commands.WatchNetnsPacketCommand'
        $failure[0].Exception.Message | Should -Match 'the namespace was removed'
    }

    It 'refuses what Start-NetnsCapture refuses' {
        Watch-NetnsPacket $two veth-9 -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetnsTools.Commands.WatchNetnsPacketCommand'
        Watch-NetnsPacket $two -Port 70000 -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureInvalidInput,NetnsTools.Commands.WatchNetnsPacketCommand'
    }
}
