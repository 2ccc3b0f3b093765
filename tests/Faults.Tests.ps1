BeforeDiscovery { $notRoot = (id -u) -ne 0 }

# Whichever system call of a cmdlet fails, and however: it has happened wholly and says nothing, or left nothing and says why.
Describe 'With a failing system call' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestProcess.ps1
        $one = Get-TestName 'f1'
        $two = Get-TestName 'f2'
        $three = Get-TestName 'f3'
        $library = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'NetnsTools.Linux' }
        $faults = $library.GetType('NetnsTools.Linux.Interop.SystemCallFaults')
        $errno = $library.GetType('NetnsTools.Linux.Errno')

        # Namespaces by name; where one was removed, its links go when the kernel comes to it.
        function Get-Name { (Get-NetNamespace "nt$PID-f*" | ForEach-Object { "$($_.Name) $($_.State)" }) -join "`n" }

        # The machine in words, as far as these tests touch it, without what is another each time.
        function Get-Machine {
            $names = Get-NetNamespace "nt$PID-f*" | ForEach-Object { "$($_.Name) $($_.State)" }
            $links = Get-NetnsLink -Namespace "nt$PID-f*" | ForEach-Object {
                $addresses = $_.Addresses | ForEach-Object { "$($_.Address)" } | Where-Object { $_ -notlike 'fe80:*' }
                "$($_.Namespace) $($_.Name) $($_.IsUp) $($_.Mtu) $($_.Alias) $addresses"
            }
            $here = Get-NetnsLink -Name "f$PID*" -ErrorAction SilentlyContinue | ForEach-Object { "$($_.Name) $($_.IsUp)" }
            (@($names) + $links + $here) -join "`n"
        }

        function Remove-Machine {
            Get-NetNamespace "nt$PID-f*" | Remove-NetNamespace
        }

        # Without a failure first; then each call in turn fails with each error, in a machine of its own.
        function Test-EveryFault([scriptblock] $Prepare, [scriptblock] $Act, [string[]] $Errors = @('PermissionDenied', 'OutOfMemory', 'NoBuffers'), [scriptblock] $Look = { Get-Machine }) {
            & $Prepare
            $null = & $Act
            $done = & $Look
            Remove-Machine
            $calls = 0
            foreach ($name in $Errors) {
                for ($position = 1; ; $position++) {
                    & $Prepare
                    $before = & $Look
                    $Error.Clear()
                    $faults::Arm($position, [Enum]::Parse($errno, $name))
                    try { $null = & $Act } catch { }
                    $struck = $faults::Disarm()
                    $records = @($Error)
                    $after = & $Look
                    $where = "call $position with $name has failed, after $($faults::Calls -join ', '); said was: $records"
                    if ($records) {
                        $after | Should -Be $before -Because $where
                        $records[0].FullyQualifiedErrorId | Should -Match '^[A-Z][A-Za-z]+,NetnsTools\.Commands\.' -Because $where
                        $records[0].Exception.Message | Should -Match '\(E[A-Z]+\)' -Because $where
                    }
                    else {
                        $after | Should -Be $done -Because $where
                    }

                    Remove-Machine
                    if (-not $struck) { break }
                    $calls++
                }
            }

            Get-ThreadNamespace | Should -HaveCount 1
            $calls
        }
    }

    AfterEach {
        $null = $faults::Disarm()
        Remove-TestProcess
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

    Context 'and a pair' {
        BeforeAll {
            function New-Cable {
                $null = New-NetNamespace $one, $two
                $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
            }
        }

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

        It 'Start-NetnsCapture is all or nothing' {
            $look = {
                # Looking ends them: what runs is in the words.
                $captures = @(Get-NetnsCapture)
                if ($captures) { $null = $captures | Stop-NetnsCapture -ErrorAction SilentlyContinue }
                "$($captures.Count) captures"
            }
            Test-EveryFault { New-Cable } {
                Start-NetnsCapture $one veth-1 -Filter icmp -ErrorAction SilentlyContinue
            } 'PermissionDenied', 'OutOfMemory' $look | Should -BeGreaterThan 40
        }

        It 'Start-NetnsProcess is all or nothing' {
            $look = {
                $inside = @(Get-NetnsProcess $one)
                if ($inside) { $inside | Stop-NetnsProcess }
                "$($inside.Count) processes"
            }
            Test-EveryFault { $null = New-NetNamespace $one } {
                Start-NetnsProcess $one sleep 600 -ErrorAction SilentlyContinue
            } 'PermissionDenied' $look | Should -BeGreaterThan 10
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

        It 'Remove-NetNamespace is all or nothing' {
            Test-EveryFault { New-Cable } {
                Remove-NetNamespace $two -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            } 'PermissionDenied' { Get-Name } | Should -BeGreaterThan 30
        }
    }
}
