BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Receive-NetnsCapture' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestCable.ps1
        $one = Get-TestName 'rec1'
        $two = Get-TestName 'rec2'
        $pair = New-TestCable $one $two
    }

    AfterAll {
        Remove-NetNamespace $one, $two
        Remove-TestLeftover
    }

    AfterEach { Get-NetnsCapture | Stop-NetnsCapture *> $null }

    It 'gives the packets so far, and the capture goes on' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp
        Receive-NetnsCapture $capture | Should -BeNullOrEmpty
        $null = $pair | Test-NetnsPing -Count 2 -Interval 0
        Wait-Until { $capture.PacketCount -eq 4 } 'the packets have come'
        Receive-NetnsCapture $capture | Should -HaveCount 4
        Receive-NetnsCapture -Id $capture.Id | Should -HaveCount 4
        $capture.State | Should -Be 'Running'
    }

    It 'gives only new ones with -New' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp
        $seen = foreach ($round in 1..3) {
            $null = $pair | Test-NetnsPing -Count 1
            Wait-Until { $capture.PacketCount -eq 2 * $round } 'the packets have come'
            $capture | Receive-NetnsCapture -New
        }

        $seen | Should -HaveCount 6
        @($seen.TimestampNanoseconds | Select-Object -Unique).Count | Should -Be 6
        $capture | Receive-NetnsCapture -New | Should -BeNullOrEmpty
    }

    It 'tells with -New what had to make room since the last time' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -MaxPackets 5
        foreach ($round in 1..2) {
            $null = $pair | Test-NetnsPing -Count 10 -Interval 0
            Wait-Until { $capture.PacketCount -eq 20 * $round } 'the packets have come'
            Receive-NetnsCapture $capture -New -WarningVariable warnings -WarningAction SilentlyContinue | Should -HaveCount 5
            "$warnings" | Should -Match 'oldest 15 packets'
        }

        Receive-NetnsCapture $capture -New -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'waits until captures have ended with -Wait' {
        $captures = $pair | Start-NetnsCapture -Protocol icmp -Count 2
        $null = $pair | Test-NetnsPing -Count 1
        $captures | Receive-NetnsCapture -Wait | Should -HaveCount 4
        $captures.State | Should -Be 'Completed', 'Completed'
    }

    It 'stops waiting when it is stopped' {
        $pipeline = Start-TestPipeline "Start-NetnsCapture $two veth-2 -Protocol igmp -Promiscuous | Receive-NetnsCapture -Wait"
        Wait-Until { (Get-NetnsLink $two veth-2).Promiscuity -eq 1 } 'it captures'
        (Stop-TestPipeline $pipeline).TotalSeconds | Should -BeLessThan 5
    }

    It 'says why a capture has ended' {
        $three = Get-TestName 'rec3'
        $null = New-NetNamespace $three
        $capture = Start-NetnsCapture $three
        Remove-NetNamespace $three
        Receive-NetnsCapture $capture -Wait -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureNotFound,NetnsTools.Commands.ReceiveNetnsCaptureCommand'
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure[0].Exception.Message | Should -Match 'the namespace was removed'
    }
}
