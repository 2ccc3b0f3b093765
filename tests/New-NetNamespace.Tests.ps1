BeforeDiscovery {
    $notRoot = (id -u) -ne 0
    $invalid = @(
        @{ Label = 'empty'; Name = '' }
        @{ Label = 'dot'; Name = '.' }
        @{ Label = 'two dots'; Name = '..' }
        @{ Label = 'a slash'; Name = 'a/b' }
        @{ Label = '256 bytes'; Name = 'x' * 256 }
        @{ Label = '256 bytes in 128 characters'; Name = [string]::new([char]0xe4, 128) }
    )
}

Describe 'New-NetNamespace' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestProcess.ps1
        $one = Get-TestName 'new1'
        $two = Get-TestName 'new2'
    }

    AfterEach {
        Remove-TestProcess
        Remove-TestLeftover
    }

    It 'creates a namespace and says what the kernel made' {
        $namespace = New-NetNamespace $one
        $namespace | Should -BeOfType NetnsTools.NetNamespace
        $namespace.Name | Should -BeExactly $one
        $namespace.State | Should -Be 'Live'
        $namespace.Path | Should -Be "/run/netns/$one"
        $namespace.Inode | Should -Be (stat -L -c %i "/run/netns/$one")
        $namespace.Identity.Device | Should -Be (stat -L -c %d "/run/netns/$one")
    }

    It 'creates several, one object each, in order' {
        (New-NetNamespace $one, $two).Name | Should -Be @($one, $two)
    }

    It 'takes names from the pipeline, and by property name' {
        ($one | New-NetNamespace).Name | Should -Be $one
        ([pscustomobject]@{ Name = $two } | New-NetNamespace).Name | Should -Be $two
    }

    It 'makes a namespace that is not the current one' {
        (New-NetNamespace $one).Identity.ToString() | Should -Not -Be (readlink /proc/self/ns/net)
    }

    It 'switches the loopback interface on' {
        $null = New-NetNamespace $one
        (Get-NetnsLink $one lo).IsUp | Should -BeTrue
    }

    It 'leaves the loopback interface alone with -NoLoopback' {
        $null = New-NetNamespace $one -NoLoopback
        (Get-NetnsLink $one lo).IsUp | Should -BeFalse
    }

    It 'is seen and deleted by ip netns' {
        $null = New-NetNamespace $one
        (ip netns list) -join "`n" | Should -Match "(?m)^$one"
        ip netns delete $one
        $LASTEXITCODE | Should -Be 0
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'takes names that only look dangerous: <_>' -ForEach '-x', 'ä ö', 'a b', '*', 'x[1]', '$(id)' {
        $name = Get-TestName $_
        (New-NetNamespace -Name $name).Name | Should -BeExactly $name
        Remove-NetNamespace -Name $name
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'creates nothing with -WhatIf' {
        New-NetNamespace $one -WhatIf | Should -BeNullOrEmpty
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'refuses a name that is <Label>' -ForEach $invalid {
        { New-NetNamespace -Name $Name -ErrorAction Stop } |
            Should -Throw -ErrorId 'NamespaceInvalidInput,NetnsTools.Commands.NewNetNamespaceCommand'
        New-NetNamespace -Name $Name -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $record[0].TargetObject | Should -BeExactly $Name
    }

    It 'refuses a taken name, and leaves its namespace as it is' {
        $before = New-NetNamespace $one
        New-NetNamespace $one -ErrorAction SilentlyContinue -ErrorVariable record
        $record | Should -HaveCount 1
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceAlreadyExists,NetnsTools.Commands.NewNetNamespaceCommand'
        $record[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $record[0].TargetObject | Should -Be $one
        (Get-NetNamespace $one).Identity | Should -Be $before.Identity
    }

    It 'goes on with the next name after a refused one' {
        (New-NetNamespace '', $one -ErrorAction SilentlyContinue).Name | Should -Be $one
    }

    It 'calls a stale file by its name' {
        [IO.File]::WriteAllText("/run/netns/$one", '')
        New-NetNamespace $one -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceStale,NetnsTools.Commands.NewNetNamespaceCommand'
        $record[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $record[0].TargetObject | Should -Be $one
        [IO.File]::Exists("/run/netns/$one") | Should -BeTrue
    }

    Context 'with -ProcessId' {
        It 'names the namespace of a process, and changes nothing in it' {
            $lonely = Start-LonelyProcess
            $namespace = New-NetNamespace $one -ProcessId $lonely.Id
            $namespace.Name | Should -BeExactly $one
            $namespace.State | Should -Be 'Live'
            $namespace.IsCurrent | Should -BeFalse
            $namespace.Inode | Should -Be (stat -L -c %i "/proc/$($lonely.Id)/ns/net")
            ip netns identify $lonely.Id | Should -BeExactly $one
            (Get-NetnsLink $one lo).IsUp | Should -BeFalse
            (Get-NetnsProcess $one).Id | Should -Be $lonely.Id
        }

        It 'keeps the namespace when the process has ended' {
            $lonely = Start-LonelyProcess
            $null = New-NetNamespace $one -ProcessId $lonely.Id
            $lonely.Kill()
            $lonely.WaitForExit()
            (Get-NetnsLink $one).Name | Should -Be 'lo'
        }

        It 'gives another name to a namespace that has one, as ip netns attach does' {
            $null = New-NetNamespace $one
            $sleep = Start-TestProcess $one 'sleep', '600'
            (New-NetNamespace $two -ProcessId $sleep.Id).Identity | Should -Be (Get-NetNamespace $one).Identity
            (New-NetNamespace (Get-TestName 'new3') -PID $PID).IsCurrent | Should -BeTrue
        }

        It 'refuses a taken name, and leaves its namespace as it is' {
            $before = New-NetNamespace $one
            $lonely = Start-LonelyProcess
            New-NetNamespace $one -ProcessId $lonely.Id -ErrorAction SilentlyContinue -ErrorVariable record
            $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceAlreadyExists,NetnsTools.Commands.NewNetNamespaceCommand'
            $record[0].TargetObject | Should -Be $one
            (Get-NetNamespace $one).Identity | Should -Be $before.Identity
        }

        It 'says that there is no such process, and makes nothing' {
            New-NetNamespace $one -ProcessId 2147483647 -ErrorAction SilentlyContinue -ErrorVariable record
            $record | Should -HaveCount 1
            $record[0].FullyQualifiedErrorId | Should -Be 'ProcessNotFound,NetnsTools.Commands.NewNetNamespaceCommand'
            $record[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $record[0].TargetObject | Should -Be 2147483647
            Get-TestLeftover | Should -BeNullOrEmpty
        }

        It 'names nothing with -WhatIf' {
            New-NetNamespace $one -ProcessId $PID -WhatIf | Should -BeNullOrEmpty
            Get-TestLeftover | Should -BeNullOrEmpty
        }
    }

    It 'creates many in the order given, and says of each that is refused why' {
        $names = 1..40 | ForEach-Object { Get-TestName "many$_" }
        $null = New-NetNamespace $names[20]
        $made = New-NetNamespace ($names + $names[3]) -ErrorAction SilentlyContinue -ErrorVariable record
        $made.Name | Should -Be ($names | Where-Object { $_ -ne $names[20] })
        $record.TargetObject | Should -Be $names[20], $names[3]
        $record.FullyQualifiedErrorId | Should -BeLike 'NamespaceAlreadyExists*'
        (ip -n $names[39] -o link show lo) | Should -BeLike '*LOOPBACK,UP*'
        $made | Remove-NetNamespace
        Remove-NetNamespace $names[20]
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'leaves none behind that nobody was told of' {
        $names = 1..10 | ForEach-Object { Get-TestName "first$_" }
        (New-NetNamespace $names | Select-Object -First 1).Name | Should -Be $names[0]
        (Get-NetNamespace "nt$PID-*").Name | Should -Be $names[0]
        Remove-NetNamespace $names[0]
    }
}
