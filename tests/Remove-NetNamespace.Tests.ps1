BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Remove-NetNamespace' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'rm1'
        $two = Get-TestName 'rm2'
    }

    AfterEach { Remove-TestLeftover }

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
}
