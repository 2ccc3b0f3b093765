# What we capture is what tcpdump captures, and what we write is what Wireshark's tools read.
BeforeDiscovery {
    $notRoot = (id -u) -ne 0
    $noTcpDump = $notRoot -or -not (Get-Command tcpdump -ErrorAction Ignore)
    $noWireshark = $notRoot -or -not (Get-Command tshark -ErrorAction Ignore)
}

Describe 'A capture beside others' {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestCable.ps1
        if ((id -u) -ne 0) { return }
        $one = Get-TestName 'int1'
        $two = Get-TestName 'int2'
        $pair = New-TestCable $one $two

        # Echoes, fragments, errors, neighbours, UDP and TCP, of both families; nobody listens.
        function Send-Traffic {
            $null = Test-NetnsPing 10.0.0.20, fd00:1::20, 10.0.0.99 -Namespace $one -Count 3 -Interval 0 -Timeout 0.2
            $null = Test-NetnsPing 10.0.0.20, fd00:1::20 -Namespace $one -Count 2 -Size 4000 -Interval 0
            Invoke-NetNamespace $one bash '-c' 'for n in 1 2 3; do echo $n > /dev/udp/10.0.0.20/9; echo > /dev/tcp/10.0.0.20/9; echo $n > /dev/udp/fd00:1::20/9; done' *> $null
        }

        function Get-Hex($Packets) { foreach ($packet in $Packets) { [Convert]::ToHexString($packet.Data) } }

        # What a program writes to standard error besides its results.
        function Invoke-Quiet([string] $Program, [string[]] $Arguments) {
            $result = Invoke-NetNamespace -PassThru $two $Program -- @Arguments
            # That it is root is all that it may say.
            $result.StandardError -split "`n" -notmatch '^Running as user|^$' | Should -BeNullOrEmpty -Because "$Program has nothing to complain of"
            $result.StandardOutput.TrimEnd() -split "`n"
        }
    }

    AfterAll {
        if ((id -u) -ne 0) { return }
        Get-NetnsCapture | Stop-NetnsCapture *> $null
        Remove-NetNamespace $one, $two -Force
        Remove-TestLeftover
    }

    It 'has the packets of tcpdump, of the same time: <Interface>' -Skip:$noTcpDump -ForEach @(
        @{ Interface = 'veth-2' }
        @{ Interface = 'any' }
    ) {
        $path = "$TestDrive/theirs-$Interface.pcap"
        # As who owns the folder, and each packet at once: what waits in its ring when it is stopped it throws away.
        $tcpdump = Start-NetnsProcess $two tcpdump -- -i $Interface -Z root -w $path --time-stamp-precision=nano --immediate-mode -U -s 2000
        Wait-Until { $tcpdump.StandardError -match 'listening' } 'tcpdump captures'
        $capture = Start-NetnsCapture $two $Interface
        Send-Traffic
        $packets = @(Stop-NetnsCapture $capture)
        # It begins earlier and ends later: an IPv6 neighbour may say something meanwhile.
        $since = $packets[0].TimestampNanoseconds - 1000000
        Wait-Until { @(Import-NetnsCapture $path -ErrorAction SilentlyContinue | Where-Object { $_.TimestampNanoseconds -ge $since }).Count -ge $packets.Count } 'tcpdump has as many'
        kill -INT $tcpdump.Id
        Wait-Until { $tcpdump.HasExited } 'tcpdump has ended'

        # Packets that two processors take at the same time, two sockets may have in different order. The
        # header for all interfaces has another form in the file; what follows has not.
        $theirs = [Collections.Generic.List[object]]@(Import-NetnsCapture $path)
        $packets.Count | Should -BeGreaterThan 30
        foreach ($packet in $packets) {
            $index = $theirs.FindIndex({
                    param($other)
                    $other.Summary -eq $packet.Summary -and
                    [Math]::Abs($other.TimestampNanoseconds - $packet.TimestampNanoseconds) -lt 1000000 -and
                    $other.Direction -eq ($Interface -eq 'any' ? $packet.Direction : 'Unknown') -and
                    ($Interface -eq 'any' -or (Get-Hex $other) -eq (Get-Hex $packet))
                })
            $index | Should -BeGreaterOrEqual 0 -Because "tcpdump has '$packet' too"
            $theirs.RemoveAt($index)
        }

        # What is left came before ours began or after it ended.
        $theirs | Where-Object { $_.TimestampNanoseconds -ge $packets[0].TimestampNanoseconds -and $_.TimestampNanoseconds -le $packets[-1].TimestampNanoseconds } | Should -BeNullOrEmpty
    }

    It 'is read by tshark and capinfos without a warning, frame by frame: <Extension>' -Skip:$noWireshark -ForEach @(
        @{ Extension = 'pcapng' }
        @{ Extension = 'pcap' }
    ) {
        $capture = Start-NetnsCapture $two veth-2 -Path "$TestDrive/live.$Extension"
        Send-Traffic
        $packets = @(Stop-NetnsCapture $capture)
        $packets | Export-NetnsCapture "$TestDrive/exported.$Extension"
        # Packets that two processors take at the same time may be a little out of order.
        $isOrdered = -not (1..($packets.Count - 1) | Where-Object { $packets[$_].TimestampNanoseconds -lt $packets[$_ - 1].TimestampNanoseconds })
        foreach ($name in 'live', 'exported') {
            $path = "$TestDrive/$name.$Extension"
            $frames = Invoke-Quiet tshark '-r', $path, '-T', 'fields', '-e', 'frame.number', '-e', 'frame.time_epoch', '-e', 'frame.len', '-e', 'frame.interface_name'
            $frames.Count | Should -Be $packets.Count
            foreach ($index in 0..($packets.Count - 1)) {
                $number, $time, $length, $interface = $frames[$index] -split "`t"
                $number | Should -Be ($index + 1)
                $time -replace '\D' | Should -Be $packets[$index].TimestampNanoseconds
                $length | Should -Be $packets[$index].OriginalLength
                if ($Extension -eq 'pcapng') { $interface | Should -Be 'veth-2' }
            }

            # As it understood them, written again.
            $null = Invoke-Quiet tshark '-r', $path, '-w', "$TestDrive/again.pcapng"
            Get-Hex (Import-NetnsCapture "$TestDrive/again.pcapng") | Should -Be (Get-Hex $packets)
            $report = (Invoke-Quiet capinfos $path) -join "`n"
            $report | Should -Match "Number of packets: +$($packets.Count)\b"
            $report | Should -Match "Strict time order: +$isOrdered"
        }
    }
}
