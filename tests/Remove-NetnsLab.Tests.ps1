BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Remove-NetnsLab' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $plain = Get-TestName 'lab'
    }

    AfterEach {
        umount -l /run/netns/$plain-busy 2>$null
        Get-NetnsLab | Remove-NetnsLab
        Remove-TestLeftover
    }

    It 'takes labs down the pipeline, as an argument or by name, and gives nothing' {
        New-NetnsLab place | Remove-NetnsLab | Should -BeNullOrEmpty
        Remove-NetnsLab (New-NetnsLab place) | Should -BeNullOrEmpty
        $lab = New-NetnsLab place
        Remove-NetnsLab -Name $lab
        $lab.IsOpen | Should -BeFalse
        Get-NetNamespace 'place-*' | Should -BeNullOrEmpty
        Get-NetnsLab | Should -BeNullOrEmpty
    }

    It 'takes all with a wildcard, inner ones first' {
        $null = New-NetnsLab a
        $null = New-NetnsLab b
        Remove-NetnsLab -Name *
        Get-NetnsLab | Should -BeNullOrEmpty
        Get-NetNamespace a-*, b-* | Should -BeNullOrEmpty
    }

    It 'says nothing of one that has ended, or was never begun' {
        $lab = New-NetnsLab
        $lab | Remove-NetnsLab
        $lab | Remove-NetnsLab -ErrorVariable record
        $null | Remove-NetnsLab -ErrorVariable +record
        Remove-NetnsLab $null -ErrorVariable +record
        $record | Should -BeNullOrEmpty
    }

    It 'refuses a name that no lab has' {
        Remove-NetnsLab -Name nosuch -ErrorVariable record -ErrorAction SilentlyContinue
        $record[0].FullyQualifiedErrorId | Should -Be 'LabNotFound,NetnsTools.Commands.RemoveNetnsLabCommand'
    }

    It 'removes nothing with -WhatIf' {
        $lab = New-NetnsLab place
        $lab | Remove-NetnsLab -WhatIf
        $lab.IsOpen | Should -BeTrue
        (Get-NetNamespace "place-$lab").State | Should -Be 'Live'
    }

    It 'says what it cannot take away, takes the rest, and can be asked again' {
        $library = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'NetnsTools.Linux' }
        $faults = $library.GetType('NetnsTools.Linux.Interop.SystemCallFaults')
        $denied = [Enum]::Parse($library.GetType('NetnsTools.Linux.Errno'), 'PermissionDenied')
        $failed = 0
        for ($position = 1; ; $position++) {
            $lab = New-NetnsLab place
            $null = New-NetNamespace $plain
            $null = New-VethPair "l$PID" x -PeerNamespace $plain
            $null = Start-NetnsProcess $plain sleep 600
            $record = $null
            $faults::Arm($position, $denied)
            try { $lab | Remove-NetnsLab -ErrorAction SilentlyContinue -ErrorVariable record } catch { $refusal = $_ } finally { $struck = $faults::Disarm() }
            if ($position -eq 1) {
                # Without the means to be stopped it does not even begin.
                $refusal.FullyQualifiedErrorId | Should -Be 'SocketPermissionDenied,NetnsTools.Commands.RemoveNetnsLabCommand'
                $lab.IsOpen | Should -BeTrue
                Remove-NetnsLab $lab
            }
            elseif ($record) {
                $record[0].FullyQualifiedErrorId | Should -Match '^[A-Z]\w+,NetnsTools\.Commands\.RemoveNetnsLabCommand$'
                $record[0].Exception.Message | Should -Match "(?s)lab $lab has ended, but .* is still there\..*Remove-NetnsLab -Name $lab"
                $failed++
                $lab.IsOpen | Should -BeFalse
                Remove-NetnsLab -Name $lab.Name
            }

            Get-NetnsLab | Should -BeNullOrEmpty -Because "call $position of the removal has failed"
            Get-NetNamespace "place-$lab", $plain -ErrorAction SilentlyContinue | Should -BeNullOrEmpty -Because "call $position of the removal has failed"
            Get-NetnsLink | ForEach-Object Name | Should -Not -Contain "l$PID"
            if (-not $struck) { break }
        }

        $failed | Should -BeGreaterThan 2
        Get-ThreadNamespace | Should -HaveCount 1
    }
}
