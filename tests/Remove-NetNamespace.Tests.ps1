BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Remove-NetNamespace' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestProcess.ps1
        $one = Get-TestName 'rm1'
        $two = Get-TestName 'rm2'
    }

    AfterEach {
        Remove-TestProcess
        Remove-TestLeftover
    }

    It 'removes by name, and gives nothing' {
        $null = New-NetNamespace $one
        Remove-NetNamespace $one | Should -BeNullOrEmpty
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'removes what comes down the pipeline' {
        $null = New-NetNamespace $one, $two
        Get-NetNamespace "nt$PID-rm*" | Remove-NetNamespace
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'removes names from the pipeline, and by wildcard' {
        $null = New-NetNamespace $one, $two
        $one | Remove-NetNamespace
        Remove-NetNamespace "nt$PID-rm*"
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'takes no other object for a name' {
        $null = New-NetNamespace $one, $two
        $null = New-VethPair "l$PID" $two -Namespace $one -PeerNamespace $one
        # A link that is called as the other namespace is.
        { Get-NetnsLink $one $two | Remove-NetNamespace -ErrorAction Stop } | Should -Throw "*'$two*' is a NetnsLink*"
        { Get-Item / | Remove-NetNamespace -ErrorAction Stop } | Should -Throw '*is a DirectoryInfo*'
        (Get-NetNamespace "nt$PID-*").Name | Should -Be $one, $two
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-NetNamespace $one))) | Remove-NetNamespace
        Remove-NetNamespace -Namespace $two
        Get-NetNamespace "nt$PID-*" | Should -BeNullOrEmpty
    }

    It 'removes what ip netns made' {
        ip netns add $one
        Remove-NetNamespace $one
        (ip netns list) -join "`n" | Should -Not -Match $one
    }

    It 'removes nothing with -WhatIf' {
        $null = New-NetNamespace $one
        Remove-NetNamespace $one -WhatIf
        (Get-NetNamespace $one).State | Should -Be 'Live'
    }

    It 'takes a stale file away' {
        [IO.File]::WriteAllText("/run/netns/$one", '')
        Remove-NetNamespace $one
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'takes a namespace away that is mounted twice on the same file' {
        $null = New-NetNamespace $one
        mount --bind "/run/netns/$one" "/run/netns/$one"
        Remove-NetNamespace $one
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'says that there is none' {
        Remove-NetNamespace "nt$PID-none" -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetnsTools.Commands.RemoveNetNamespaceCommand'
        $record[0].TargetObject | Should -Be "nt$PID-none"
    }

    It 'refuses <_>' -ForEach '..', 'a/b', '' {
        { Remove-NetNamespace -Name $_ -ErrorAction Stop } |
            Should -Throw -ErrorId 'NamespaceInvalidInput,NetnsTools.Commands.RemoveNetNamespaceCommand'
    }

    It 'leaves a namespace alone that took the name of the one it was given' {
        $old = New-NetNamespace $one
        ip netns delete $one
        ip netns add $one
        $old | Remove-NetNamespace -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceReplaced,NetnsTools.Commands.RemoveNetNamespaceCommand'
        (Get-NetNamespace $one).State | Should -Be 'Live'
    }

    It 'frees the name of a link end on the host at once, 20 times in a row' {
        $left = "v$PID-1"
        foreach ($round in 1..20) {
            $null = New-NetNamespace $one
            $null = New-VethPair $left veth-2 -PeerNamespace $one -ErrorAction Stop
            Remove-NetNamespace $one
        }

        Get-NetnsLink -Name "$left*" | Should -BeNullOrEmpty
    }

    It 'frees the names of many link ends in a namespace that stays' {
        $null = New-NetNamespace $one, $two
        foreach ($number in 1..5) { $null = New-VethPair "veth-$number" "peer-$number" -Namespace $one -PeerNamespace $two }
        Remove-NetNamespace $one
        (Get-NetnsLink $two).Name | Should -Be 'lo'
    }

    It 'refuses a namespace that has no name, and goes on' {
        $null = New-NetNamespace $one
        $lonely = Start-LonelyProcess
        (Get-NetNamespace -ProcessId $lonely.Id), (Get-NetNamespace $one) |
            Remove-NetNamespace -ErrorAction SilentlyContinue -ErrorVariable record
        $record | Should -HaveCount 1
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceInvalidInput,NetnsTools.Commands.RemoveNetNamespaceCommand'
        $record[0].Exception.Message | Should -Match "process $($lonely.Id)"
        Test-Running $lonely.Id | Should -BeTrue
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    Context 'with processes inside' {
        It 'removes the name, and warns who keeps the namespace' {
            $null = New-NetNamespace $one, $two
            $sleep = Start-TestProcess $one 'sleep', '600'
            Remove-NetNamespace $one, $two -WarningAction SilentlyContinue -WarningVariable warning
            Get-TestLeftover | Should -BeNullOrEmpty
            Test-Running $sleep.Id | Should -BeTrue
            $warning | Should -HaveCount 1
            "$warning" | Should -Match "'$one'.*lives on: sleep \($($sleep.Id)\) is inside.*Stop-NetnsProcess.*-Force"
        }

        It 'names five of them and counts the others' {
            $null = New-NetNamespace $one
            foreach ($number in 1..7) { $null = Start-TestProcess $one 'sleep', '600' }
            Remove-NetNamespace $one -WarningAction SilentlyContinue -WarningVariable warning
            "$warning" | Should -Match 'lives on: (sleep \(\d+\), ){4}sleep \(\d+\) and 2 more are inside'
        }

        It 'tells in the warning what ends them' {
            $null = New-NetNamespace $one
            $sleep = Start-TestProcess $one 'sleep', '600'
            Remove-NetNamespace $one -WarningAction SilentlyContinue -WarningVariable warning
            $null = "$warning" -match 'To end it: (.*?)\. Next'
            & ([scriptblock]::Create($Matches[1]))
            Test-Running $sleep.Id | Should -BeFalse
        }

        It 'does not warn while the namespace has another name' {
            $null = New-NetNamespace $one
            $sleep = Start-TestProcess $one 'sleep', '600'
            $null = New-NetNamespace $two -ProcessId $sleep.Id
            Remove-NetNamespace $one -WarningAction SilentlyContinue -WarningVariable warning
            $warning | Should -BeNullOrEmpty
        }

        It 'takes only the nickname of a namespace that lives by itself' {
            $null = New-NetNamespace $two
            $lonely = Start-LonelyProcess
            $null = New-NetNamespace $one -ProcessId $lonely.Id
            $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
            Remove-NetNamespace $one -WarningAction SilentlyContinue -WarningVariable warning
            (Get-NetnsLink $two).Name | Should -Be 'lo', 'veth-2'
            $warning | Should -BeNullOrEmpty
            $null = New-NetNamespace $one -ProcessId $lonely.Id
            $lonely.Kill()
            $lonely.WaitForExit()
            Remove-NetNamespace $one
            (Get-NetnsLink $two).Name | Should -Be 'lo'
        }

        It 'takes only the nickname of the current namespace, and no link' {
            $null = New-NetNamespace $two
            $null = New-VethPair "v$PID-1" veth-2 -PeerNamespace $two
            ip netns attach $one $PID
            Remove-NetNamespace $one -WarningAction SilentlyContinue -WarningVariable warning
            (Get-NetnsLink $two).Name | Should -Be 'lo', 'veth-2'
            $warning | Should -BeNullOrEmpty
            Get-TestLeftover | Should -Be "/run/netns/$two"
        }

        It 'takes only the name of a namespace that is mounted elsewhere' {
            $null = New-NetNamespace $one, $two
            $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
            $file = [IO.Path]::Combine([IO.Path]::GetTempPath(), "nt$PID-elsewhere")
            [IO.File]::WriteAllText($file, '')
            mount --bind "/run/netns/$one" $file
            Remove-NetNamespace $one
            $links = (Get-NetnsLink $two).Name
            umount $file
            [IO.File]::Delete($file)
            $links | Should -Be 'lo', 'veth-2'
        }

        It 'frees the names of links all the same' {
            $null = New-NetNamespace $one, $two
            $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
            $null = Start-TestProcess $one 'sleep', '600'
            Remove-NetNamespace $one -WarningAction SilentlyContinue
            $null = New-NetNamespace $one
            $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -ErrorAction Stop
        }
    }

    Context 'with -Force' {
        It 'ends the processes inside, and no warning is left to give' {
            $null = New-NetNamespace $one
            $shell = Start-TestProcess $one 'sh', '-c', 'sleep 600; exit'
            Remove-NetNamespace $one -Force -WarningAction SilentlyContinue -WarningVariable warning
            Test-Running $shell.Id | Should -BeFalse
            Get-TestLeftover | Should -BeNullOrEmpty
            $warning | Should -BeNullOrEmpty
        }

        It 'ends who ignores the first signal, two hundred, and a daemon' {
            $null = New-NetNamespace $one
            $shell = Start-TestProcess $one 'sh', '-c', "trap '' TERM; for i in 1 2 3 4 5 6 7 8 9 10; do for j in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 600 & done; done; setsid -f sleep 601; echo ready; wait"
            $shell.StandardOutput.ReadLine() | Should -Be 'ready'
            $inside = @(ip netns pids $one)
            $inside.Count | Should -BeGreaterOrEqual 201
            Remove-NetNamespace $one -Force
            foreach ($id in $inside) { Test-Running $id | Should -BeFalse }
            Get-TestLeftover | Should -BeNullOrEmpty
        }

        It 'works on what comes down the pipeline, on empty namespaces and on stale names' {
            $null = New-NetNamespace $one
            [IO.File]::WriteAllText("/run/netns/$two", '')
            $sleep = Start-TestProcess $one 'sleep', '600'
            Get-NetNamespace "nt$PID-rm*" | Remove-NetNamespace -Force
            Test-Running $sleep.Id | Should -BeFalse
            Get-TestLeftover | Should -BeNullOrEmpty
        }

        It 'leaves those outside alone' {
            $null = New-NetNamespace $one, $two
            $other = Start-TestProcess $two 'sleep', '600'
            Remove-NetNamespace $one -Force
            Test-Running $other.Id | Should -BeTrue
        }

        It 'says with -WhatIf whom it would end, and ends nobody' {
            $null = New-NetNamespace $one
            $sleep = Start-TestProcess $one 'sleep', '600'
            $script = "Import-Module '$((Get-Module NetnsTools).Path)'; Remove-NetNamespace $one -Force -WhatIf"
            $text = (& ([Environment]::ProcessPath) -NoProfile -Command $script) -join ' '
            $text | Should -Match "End sleep \($($sleep.Id)\), and remove"
            Test-Running $sleep.Id | Should -BeTrue
            (Get-NetNamespace $one).State | Should -Be 'Live'
        }

        It 'refuses where PowerShell itself lives inside, and ends nobody there' {
            $null = New-NetNamespace $one
            $sleep = Start-TestProcess $one 'sleep', '600'
            $script = "Import-Module '$((Get-Module NetnsTools).Path)'; Remove-NetNamespace $one -Force -ErrorAction SilentlyContinue -ErrorVariable record; " +
                '$record[0].FullyQualifiedErrorId; $record[0].CategoryInfo.Category; $record[0].TargetObject'
            $output = nsenter "--net=/run/netns/$one" ([Environment]::ProcessPath) -NoProfile -Command $script
            $output | Should -Be 'NamespaceBusy,NetnsTools.Commands.RemoveNetNamespaceCommand', 'ResourceBusy', $one
            Test-Running $sleep.Id | Should -BeTrue
            (Get-NetNamespace $one).State | Should -Be 'Live'
        }

        It 'refuses where the whole system lives inside' {
            $null = New-NetNamespace $two
            ip netns attach $one $PID
            $script = "Import-Module '$((Get-Module NetnsTools).Path)'; Remove-NetNamespace $one -Force -WhatIf -ErrorAction SilentlyContinue -ErrorVariable record; " +
                '$record[0].FullyQualifiedErrorId; $record[0].Exception.Message'
            # From another namespace, so that it is not its own. What it would do, it only would: -WhatIf.
            $output = nsenter "--net=/run/netns/$two" ([Environment]::ProcessPath) -NoProfile -Command $script
            $output[0] | Should -Be 'NamespaceBusy,NetnsTools.Commands.RemoveNetNamespaceCommand'
            $output[1] | Should -Match 'whole system'
            (Get-NetNamespace $one).State | Should -Be 'Live'
        }

        It 'frees the names of links in a namespace that only a process keeps, <Label>' -ForEach @(
            @{ Label = 'which it sees'; Capability = '+all' }
            @{ Label = 'which it may not look at'; Capability = '-sys_ptrace' }
        ) {
            $many = 1..4 | ForEach-Object { Get-TestName "rm-many$_" }
            $null = New-NetNamespace (@($one) + $many)
            $sleep = Start-TestProcess $one 'sleep', '600'
            # What is inside keeps the removed ones alive: a link that has gone was deleted.
            $null = Start-TestProcess $many[0] 'sleep', '600'
            $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $many[0]
            $null = New-VethPair veth-3 veth-4 -Namespace $many[0] -PeerNamespace $many[1]
            ip netns delete $one
            $script = "Import-Module '$((Get-Module NetnsTools).Path)'; Remove-NetNamespace '$($many -join "','")' -WarningAction SilentlyContinue"
            setpriv --bounding-set $Capability ([Environment]::ProcessPath) -NoProfile -Command $script | Should -BeNullOrEmpty
            (Get-NetnsLink "pid:$($sleep.Id)").Name | Should -Be 'lo'
        }

        It 'keeps the name where a process may not be ended, and goes on with the others' {
            $null = New-NetNamespace $one, $two
            $sleep = Start-TestProcess $one 'sleep', '600'
            $script = "Import-Module '$((Get-Module NetnsTools).Path)'; Remove-NetNamespace $one, $two -Force -ErrorAction SilentlyContinue -ErrorVariable record; " +
                '$record.Count; $record[0].FullyQualifiedErrorId; $record[0].TargetObject; $record[0].Exception.Message'
            # Another user with all rights but that to signal.
            $capabilities = '-all,+sys_ptrace,+sys_admin,+net_admin,+dac_override,+dac_read_search'
            $output = setpriv --reuid 65534 --inh-caps $capabilities --ambient-caps $capabilities ([Environment]::ProcessPath) -NoProfile -Command $script
            $output[0..2] | Should -Be '1', 'ProcessPermissionDenied,NetnsTools.Commands.RemoveNetNamespaceCommand', $one
            $output[3] | Should -Match "namespace '$one', namely process 'sleep \($($sleep.Id)\)'"
            Get-TestLeftover | Should -Be "/run/netns/$one"
            Test-Running $sleep.Id | Should -BeTrue
        }

        It 'leaves a namespace alone that took the name of the one it was given' {
            $old = New-NetNamespace $one
            ip netns delete $one
            ip netns add $one
            $sleep = Start-TestProcess $one 'sleep', '600'
            $old | Remove-NetNamespace -Force -ErrorAction SilentlyContinue -ErrorVariable record
            $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceReplaced,NetnsTools.Commands.RemoveNetNamespaceCommand'
            Test-Running $sleep.Id | Should -BeTrue
        }

        It 'says that there is none' {
            { Remove-NetNamespace "nt$PID-none" -Force -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound*'
        }
    }
}
