BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Get-NetNamespace' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestProcess.ps1
        $ours = Get-TestName 'get1'
        $theirs = Get-TestName 'get2'
        $null = New-NetNamespace $ours
        ip netns add $theirs
    }

    AfterEach { Remove-TestProcess }

    AfterAll { Remove-TestLeftover }

    It 'lists what we made and what ip netns made' {
        $names = (Get-NetNamespace).Name
        $names | Should -Contain $ours
        $names | Should -Contain $theirs
    }

    It 'finds one by its exact name' {
        $found = Get-NetNamespace $theirs
        $found | Should -HaveCount 1
        $found | Should -BeOfType NetnsTools.NetNamespace
        $found.Inode | Should -Be (stat -L -c %i "/run/netns/$theirs")
    }

    It 'matches wildcards, in order of the names' {
        (Get-NetNamespace "nt$PID-get?").Name | Should -Be @($ours, $theirs)
    }

    It 'minds case' {
        { Get-NetNamespace $ours.ToUpperInvariant() -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound*'
    }

    It 'takes names from the pipeline' {
        ($ours, $theirs | Get-NetNamespace).Name | Should -Be @($ours, $theirs)
    }

    It 'says that an exact name is missing' {
        Get-NetNamespace "nt$PID-none" -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetnsTools.Commands.GetNetNamespaceCommand'
        $record[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $record[0].TargetObject | Should -Be "nt$PID-none"
    }

    It 'gives nothing, and no error, for a pattern that matches nothing' {
        Get-NetNamespace "nt$PID-none*" -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'shows a stale file as stale' {
        $stale = Get-TestName 'stale'
        [IO.File]::WriteAllText("/run/netns/$stale", '')
        $found = Get-NetNamespace $stale
        $found.State | Should -Be 'Stale'
        $found.Inode | Should -BeNullOrEmpty
        Remove-NetNamespace $stale
    }

    It 'shows the number that the current namespace has for it, as ip netns list does' {
        ip netns set $theirs auto
        $line = ip netns list | Where-Object { $_ -like "$theirs*" }
        $line | Should -Be "$theirs (id: $((Get-NetNamespace $theirs).Id))"
    }

    It 'reads well inside a string' {
        "$(Get-NetNamespace $ours)" | Should -BeExactly $ours
    }

    It 'prints a table with name, id, inode and state' {
        $text = Get-NetNamespace $ours | Out-String
        $text | Should -Match 'Name\s+Id\s+Inode\s+State'
        $text | Should -Match "$ours\s+$((Get-NetNamespace $ours).Inode)\s+Live"
    }

    It 'marks the current namespace, and no other' {
        (Get-NetNamespace $ours).IsCurrent | Should -BeFalse
        (Get-NetNamespace -All | Where-Object { $_.IsCurrent }).Inode | Should -Be (stat -L -c %i /proc/self/ns/net)
    }

    It 'does not look for processes unless it is asked to' {
        $null = Start-TestProcess $ours 'sleep', '600'
        $null -eq (Get-NetNamespace $ours).ProcessId | Should -BeTrue
    }

    Context 'with -All' {
        It 'gives every name, and who lives inside' {
            $sleep = Start-TestProcess $ours 'sleep', '600'
            $all = Get-NetNamespace -All
            $found = $all | Where-Object { $_.Name -eq $ours }
            $found | Should -HaveCount 1
            $found | Should -BeOfType NetnsTools.NetNamespace
            $found.ProcessId | Should -Be @($sleep.Id)
            $found.Path | Should -Be "/run/netns/$ours"
            $empty = $all | Where-Object { $_.Name -eq $theirs }
            , $empty.ProcessId | Should -BeOfType int[]
            $empty.ProcessId | Should -HaveCount 0
        }

        It 'gives one that only a process keeps, as lsns does' {
            $lonely = Start-LonelyProcess
            $inode = stat -L -c %i "/proc/$($lonely.Id)/ns/net"
            (lsns -t net -n -o NS).Trim() | Should -Contain $inode
            $found = Get-NetNamespace -All | Where-Object { $_.Inode -eq $inode }
            $found | Should -HaveCount 1
            $null -eq $found.Name | Should -BeTrue
            $found.State | Should -Be 'Live'
            $found.ProcessId | Should -Be @($lonely.Id)
            $found.Path | Should -Be "/proc/$($lonely.Id)/ns/net"
            "$found" | Should -Be $found.Path
            $found | Should -Be (Get-NetNamespace -ProcessId $lonely.Id)
            $found.GetHashCode() | Should -Be (Get-NetNamespace -ProcessId $lonely.Id).GetHashCode()
        }

        It 'gives one that is mounted elsewhere, as container engines do' {
            $file = [IO.Path]::Combine([IO.Path]::GetTempPath(), "nt$PID elsewhere")
            [IO.File]::WriteAllText($file, '')
            unshare "--net=$file" true
            $found = Get-NetNamespace -All | Where-Object { $_.Path -eq $file }
            $links = $found | Get-NetnsLink
            umount $file
            [IO.File]::Delete($file)
            $null -eq $found.Name | Should -BeTrue
            $found.ProcessId | Should -HaveCount 0
            $links.Name | Should -Be 'lo'
            $links.Namespace | Should -Be $file
        }

        It 'gives each namespace without a name once' {
            $inodes = @((Get-NetNamespace -All | Where-Object { $null -eq $_.Name }).Inode)
            @($inodes | Sort-Object -Unique).Count | Should -Be $inodes.Count
        }

        It 'shows stale names too' {
            $stale = Get-TestName 'stale2'
            [IO.File]::WriteAllText("/run/netns/$stale", '')
            (Get-NetNamespace -All | Where-Object { $_.Name -eq $stale }).State | Should -Be 'Stale'
            Remove-NetNamespace $stale
        }

        It 'prints who lives inside' {
            $sleep = Start-TestProcess $ours 'sleep', '600'
            $text = Get-NetNamespace -All | Out-String -Width 200
            $text | Should -Match 'Name\s+Id\s+Inode\s+State\s+Processes'
            $text | Should -Match "$ours\s+\d+\s+Live\s+$($sleep.Id)"
            $text | Should -Match '\(current\)\s'
        }
    }

    Context 'with -ProcessId' {
        It 'gives the names of the namespace, as ip netns identify does' {
            $sleep = Start-TestProcess $ours 'sleep', '600'
            $second = Get-TestName 'get3'
            ip netns attach $second $sleep.Id
            $found = Get-NetNamespace -ProcessId $sleep.Id
            # Of several names it prints one.
            $identified = ip netns identify $sleep.Id
            Remove-NetNamespace $second
            $found.Name | Should -Be @($ours, $second)
            $found.Name | Should -Contain $identified
            $found[0].ProcessId | Should -Be @($sleep.Id)
        }

        It 'gives a namespace once, however many of its processes are asked for' {
            $first = Start-TestProcess $ours 'sleep', '600'
            $second = Start-TestProcess $ours 'sleep', '600'
            $other = Start-TestProcess $theirs 'sleep', '600'
            (Get-NetNamespace -ProcessId $first.Id, $second.Id, $other.Id).Name | Should -Be @($ours, $theirs)
        }

        It 'gives the current one for PowerShell itself' {
            $found = Get-NetNamespace -ProcessId $PID
            $found.IsCurrent | Should -BeTrue
            $found.ProcessId | Should -Contain $PID
        }

        It 'gives one without a name to any cmdlet that takes a namespace' {
            $lonely = Start-LonelyProcess
            $found = Get-NetNamespace -ProcessId $lonely.Id
            ($found | Get-NetnsLink).Name | Should -Be 'lo'
            (Get-NetnsLink -Namespace $found).Name | Should -Be 'lo'
            $link = Set-NetnsLink lo -SourceNamespace $found -Up -PassThru
            $link.IsUp | Should -BeTrue
            (Get-NetnsLink -Namespace $link.Namespace lo).IsUp | Should -BeTrue
        }

        It 'finds it through any of its processes' {
            $lonely = Start-LonelyProcess
            $second = Start-TestProgram 'nsenter', "--net=/proc/$($lonely.Id)/ns/net", 'sleep', '601'
            Wait-TestCondition { (Get-NetNamespace -ProcessId $lonely.Id).ProcessId.Count -eq 2 }
            $found = Get-NetNamespace -ProcessId $lonely.Id
            $lonely.Kill()
            $lonely.WaitForExit()
            $found.Path | Should -Match "/($($lonely.Id)|$($second.Id))/"
            ($found | Get-NetnsLink).Name | Should -Be 'lo'
        }

        It 'does not take another for it when all have ended' {
            $lonely = Start-LonelyProcess
            $found = Get-NetNamespace -ProcessId $lonely.Id
            $lonely.Kill()
            $lonely.WaitForExit()
            { $found | Get-NetnsLink -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound*'
        }

        It 'says that there is no such process, and goes on' {
            $found = Get-NetNamespace -ProcessId 2147483647, 0, $PID -ErrorAction SilentlyContinue -ErrorVariable record
            $found.IsCurrent | Should -BeTrue
            $record | Should -HaveCount 2
            $record[0].FullyQualifiedErrorId | Should -Be 'ProcessNotFound,NetnsTools.Commands.GetNetNamespaceCommand'
            $record[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $record[0].TargetObject | Should -Be 2147483647
            $record[1].FullyQualifiedErrorId | Should -Be 'ProcessInvalidInput,NetnsTools.Commands.GetNetNamespaceCommand'
        }
    }
}
