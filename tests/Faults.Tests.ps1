BeforeDiscovery { $notRoot = (id -u) -ne 0 }

# Whichever system call of a cmdlet fails, and however: it has happened wholly and says nothing, or left nothing and says why.
Describe 'With a failing system call' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/Faults.ps1
    }

    AfterEach {
        $null = $faults::Disarm()
        Remove-TestLeftover
    }

    It 'New-NetNamespace is all or nothing' {
        Test-EveryFault { } { New-NetNamespace $one -ErrorAction SilentlyContinue } | Should -BeGreaterThan 40
    }

    It 'New-NetNamespace -ProcessId is all or nothing' {
        Test-EveryFault { } { New-NetNamespace $one -ProcessId $PID -ErrorAction SilentlyContinue } | Should -BeGreaterThan 30
    }

    It 'New-VethPair with addresses is all or nothing' {
        Test-EveryFault { $null = New-NetNamespace $one, $two } {
            New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16 -ErrorAction SilentlyContinue
        } | Should -BeGreaterThan 100
    }

    It 'New-VethPair with an end on the host is all or nothing' {
        Test-EveryFault { $null = New-NetNamespace $one } {
            New-VethPair "f$PID" veth-2 -PeerNamespace $one -PeerAddress 10.0.0.20/16 -Up -ErrorAction SilentlyContinue
        } 'PermissionDenied' | Should -BeGreaterThan 30
    }

    # EPERM is no failure when a process is looked at: it is hidden then (hidepid), and not known to be gone.
    It 'Clear-NetNamespace is all or nothing' {
        $keep = [IO.Path]::Combine("$TestDrive", 'keep')
        Test-EveryFault { $null = New-NetNamespace $one; Set-Abandoned $one $keep } {
            Clear-NetNamespace $one -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        } -Errors 'OutOfMemory', 'NoBuffers' -Look { Get-Name } -Dense 40 -Step 7 | Should -BeGreaterThan 60
    }

    It 'New-NetnsLab is all or nothing' {
        $look = { "$(@(Get-NetNamespace "nt$PID-f*").Count) namespaces, $(@(Get-NetnsLab).Count) labs" }
        Test-EveryFault { } { New-NetnsLab $one, $two -ErrorAction SilentlyContinue } -Look $look -CleanUp { Get-NetnsLab | Remove-NetnsLab; Remove-Machine } |
            Should -BeGreaterThan 40
    }

    Context 'and a pair' {
        It 'Set-VethAddress is all or nothing' {
            Test-EveryFault { New-Cable } {
                Set-VethAddress veth-1 10.1.0.10/16 -Namespace $one -ErrorAction SilentlyContinue
            } | Should -BeGreaterThan 60
        }

        It 'Set-NetnsLink is all or nothing' {
            Test-EveryFault { New-Cable } {
                Set-NetnsLink veth-1 -SourceNamespace $one -Mtu 1400 -NewName other -Alias 'to the right' -ErrorAction SilentlyContinue
            } | Should -BeGreaterThan 60
        }

        It 'Set-NetnsLink into another namespace is all or nothing, but for the addresses' {
            $prepare = { New-Cable; Set-NetnsLink veth-1 -SourceNamespace $one -Down; Remove-NetnsAddress 10.0.0.10 -Name veth-1 -Namespace $one }
            Test-EveryFault $prepare {
                Set-NetnsLink veth-1 -SourceNamespace $one -Namespace $two -NewName other -Mtu 1400 -Up -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            } 'PermissionDenied' | Should -BeGreaterThan 30
        }

        It 'Set-NetnsLink into another namespace while it is in use is all or nothing, but for the addresses' {
            $look = {
                (Get-NetnsLink -Namespace "nt$PID-f*" | ForEach-Object { "$($_.Namespace) $($_.Name) $($_.IsUp) $($_.PeerNamespace)" }) -join "`n"
            }
            Test-EveryFault { New-Cable; $null = New-NetNamespace $three } {
                Set-NetnsLink veth-1 -SourceNamespace $one -Namespace $three -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            } 'PermissionDenied', 'OutOfMemory' $look | Should -BeGreaterThan 60
        }

        It 'Remove-NetnsAddress is all or nothing' {
            Test-EveryFault { New-Cable } {
                Remove-NetnsAddress 10.0.0.10 -Name veth-1 -Namespace $one -ErrorAction SilentlyContinue
            } | Should -BeGreaterThan 60
        }

        It 'Remove-NetnsLink is all or nothing' {
            Test-EveryFault { New-Cable } {
                Remove-NetnsLink veth-1 -Namespace $one -ErrorAction SilentlyContinue
            } 'PermissionDenied', 'NoBuffers' | Should -BeGreaterThan 30
        }

        # An echo that was not sent is part of the result, with the reason.
        It 'Test-NetnsPing hears its echo, or says why not' {
            Test-EveryFault { New-Cable } {
                Test-NetnsPing 10.0.0.20 -Namespace $one -Count 1 -Timeout 1 -ErrorAction SilentlyContinue
            } -Look { "$(Get-Machine) $($given.Received -eq 1 -or "$($given.Replies.Status)" -in 'Prohibited', 'SendFailed')" } | Should -BeGreaterThan 30
        }

        It 'Remove-NetNamespace is all or nothing' {
            Test-EveryFault { New-Cable } {
                Remove-NetNamespace $two -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            } 'PermissionDenied' { Get-Name } | Should -BeGreaterThan 30
        }
    }
}
