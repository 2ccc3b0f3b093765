BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Stop-NetnsCapture' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestCable.ps1
        $one = Get-TestName 'stc1'
        $two = Get-TestName 'stc2'
        $pair = New-TestCable $one $two
    }

    AfterAll {
        Remove-NetNamespace $one, $two
        Remove-TestLeftover
    }

    AfterEach { Get-NetnsCapture | Stop-NetnsCapture *> $null }

    It 'has the last packet that passed, each time' {
        foreach ($round in 1..50) {
            $capture = Start-NetnsCapture $two veth-2 -Protocol icmp
            $null = $pair | Test-NetnsPing -Count 2 -Interval 0
            @(Stop-NetnsCapture $capture).Count | Should -Be 4
            $capture.State | Should -Be 'Stopped'
        }
    }

    It 'takes captures from the pipeline, and numbers' {
        $captures = $pair | Start-NetnsCapture -Protocol icmp
        $null = $pair | Test-NetnsPing -Count 1
        $captures | Stop-NetnsCapture | Should -HaveCount 4
        $capture = Start-NetnsCapture $two -Protocol icmp
        $null = $pair | Test-NetnsPing -Count 1
        Stop-NetnsCapture -Id $capture.Id | Should -HaveCount 2
    }

    It 'takes a number for a capture' {
        $capture = Start-NetnsCapture $one lo
        Stop-NetnsCapture $capture.Id
        $capture.State | Should -Be 'Stopped'
        { Stop-NetnsCapture 99999 } | Should -Throw '*There is no capture 99999*'
    }

    It 'gives the packets again when it is stopped twice' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp
        $null = $pair | Test-NetnsPing -Count 1
        Stop-NetnsCapture $capture | Should -HaveCount 2
        Stop-NetnsCapture $capture | Should -HaveCount 2
    }

    It 'gives all packets, also those that were received before' {
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp
        $null = $pair | Test-NetnsPing -Count 1
        Wait-Until { $capture.PacketCount -eq 2 } 'the packets have come'
        Receive-NetnsCapture $capture -New | Should -HaveCount 2
        $null = $pair | Test-NetnsPing -Count 1
        Stop-NetnsCapture $capture | Should -HaveCount 4
    }

    It 'takes it off the list' {
        $capture = Start-NetnsCapture $two
        (Get-NetnsCapture).Id | Should -Be $capture.Id
        $null = Stop-NetnsCapture $capture
        Get-NetnsCapture | Should -BeNullOrEmpty
    }

    It 'leaves it running with -WhatIf' {
        $capture = Start-NetnsCapture $two
        Stop-NetnsCapture $capture -WhatIf | Should -BeNullOrEmpty
        $capture.State | Should -Be 'Running'
    }

    It 'reports a number that is none, and stops the others' {
        $capture = Start-NetnsCapture $two
        $null = Stop-NetnsCapture -Id 999999, $capture.Id -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureNotFound,NetnsTools.Commands.StopNetnsCaptureCommand'
        $failure[0].TargetObject | Should -Be 999999
        $capture.State | Should -Be 'Stopped'
    }

    It 'leaves neither thread nor descriptor' {
        $cycle = {
            $captures = $pair | Start-NetnsCapture -Path "$TestDrive/leak-$([guid]::NewGuid()).pcapng" -ErrorAction SilentlyContinue
            $null = $captures | Stop-NetnsCapture
        }
        & $cycle
        $descriptors = Get-DescriptorCount
        foreach ($round in 1..50) { & $cycle }
        Get-DescriptorCount | Should -BeLessOrEqual $descriptors
        @(Get-ThreadName) -like 'NetnsTools capt*' | Should -BeNullOrEmpty
    }
}
