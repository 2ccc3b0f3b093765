BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Clear-NetNamespace' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestProcess.ps1
        $one = Get-TestName 'cl1'
        $two = Get-TestName 'cl2'
        $ours = Get-TestName 'cl*'

        # Makes namespaces in a PowerShell that is killed afterwards.
        function New-AbandonedNamespace([string] $Script) {
            $command = "Import-Module '$((Get-Module NetnsTools).Path)'; $Script; sh -c 'kill -KILL `$PPID'"
            $null = & ([Environment]::ProcessPath) -NoProfile -Command $command 2>&1
            $LASTEXITCODE | Should -Be 137
        }
    }

    AfterEach {
        Remove-TestProcess
        Remove-TestLeftover
    }

    It 'removes what a killed PowerShell made, and gives nothing' {
        New-AbandonedNamespace "`$null = New-NetNamespace $one, $two"
        (Get-NetNamespace $ours).Name | Should -Be $one, $two
        Clear-NetNamespace $ours | Should -BeNullOrEmpty
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'frees the name of a link that it reached the host with' {
        $link = "c$PID"
        New-AbandonedNamespace "`$null = New-NetNamespace $one; `$null = New-VethPair $link veth-1 -PeerNamespace $one"
        (Get-NetnsLink -Name $link).Name | Should -Be $link
        Clear-NetNamespace $ours
        Get-NetnsLink | ForEach-Object Name | Should -Not -Contain $link
    }

    It 'leaves alone what lives in this process, and what ip netns made' {
        $null = New-NetNamespace $one
        ip netns add $two
        Clear-NetNamespace $ours
        (Get-NetNamespace $ours).Name | Should -Be $one, $two
    }

    It 'leaves alone what ip netns made again under the name of what was abandoned' {
        New-AbandonedNamespace "`$null = New-NetNamespace $one"
        ip netns del $one
        ip netns add $one
        Clear-NetNamespace $ours
        (Get-NetNamespace $one).State | Should -Be 'Live'
    }

    It 'leaves names alone that are not asked for' {
        New-AbandonedNamespace "`$null = New-NetNamespace $one, $two"
        Clear-NetNamespace $two
        (Get-NetNamespace $ours).Name | Should -Be $one
        Clear-NetNamespace ($one.ToUpperInvariant()) -ErrorAction Ignore
        (Get-NetNamespace $ours).Name | Should -Be $one
    }

    It 'says that there is none' {
        Clear-NetNamespace 'nt-none', 'nt-none*' -ErrorAction SilentlyContinue -ErrorVariable record
        $record | Should -HaveCount 1
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetnsTools.Commands.ClearNetNamespaceCommand'
    }

    It 'removes nothing with -WhatIf, and says what it would' {
        New-AbandonedNamespace "`$null = New-NetNamespace $one"
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; Clear-NetNamespace $one -WhatIf"
        $text = (& ([Environment]::ProcessPath) -NoProfile -Command $script) -join ' '
        $text | Should -Match "namespace '$one', whose maker \(process \d+\) is gone"
        (Get-NetNamespace $one).State | Should -Be 'Live'
    }

    It 'takes a file away on which its maker had not mounted anything yet' {
        New-AbandonedNamespace "`$null = New-NetNamespace $one; umount /run/netns/$one"
        (Get-NetNamespace $one).State | Should -Be 'Stale'
        Clear-NetNamespace $ours
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'leaves a stale file of somebody else' {
        [IO.File]::WriteAllText("/run/netns/$one", '')
        Clear-NetNamespace $ours
        (Get-NetNamespace $one).State | Should -Be 'Stale'
    }

    It 'leaves one alone in which processes live, and says whose' {
        New-AbandonedNamespace "`$null = New-NetNamespace $one, $two"
        $sleep = Start-TestProcess $one 'sleep', '600'
        Clear-NetNamespace $ours -WarningVariable warning -WarningAction SilentlyContinue
        (Get-NetNamespace $ours).Name | Should -Be $one
        $warning | Should -HaveCount 1
        $warning[0].Message | Should -Match "'$one' is left alone: .*sleep \($($sleep.Id)\) is inside"
        Test-Running $sleep.Id | Should -BeTrue
    }

    It 'ends what lives inside with -Force' {
        New-AbandonedNamespace "`$null = New-NetNamespace $one"
        $sleep = Start-TestProcess $one 'sleep', '600'
        Clear-NetNamespace $ours -Force
        Test-Running $sleep.Id | Should -BeFalse
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'says which right it needs' {
        New-AbandonedNamespace "`$null = New-NetNamespace $one"
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; Clear-NetNamespace $one -ErrorAction SilentlyContinue -ErrorVariable record; " +
            '$record[0].CategoryInfo.Category; $record[0].Exception.Message'
        $output = setpriv --bounding-set '-sys_admin,-net_admin,-net_raw' --inh-caps '-all' ([Environment]::ProcessPath) -NoProfile -Command $script
        $output[0] | Should -Be 'PermissionDenied'
        $output[1] | Should -Match 'CAP_SYS_ADMIN'
        (Get-NetNamespace $one).State | Should -Be 'Live'
    }

    It 'leaves threads, descriptors and mounts as they were' {
        New-AbandonedNamespace "`$null = New-NetNamespace $one"
        $null = New-NetNamespace $two
        Clear-NetNamespace $two
        $threads = Get-ThreadNamespace
        $descriptors = Get-DescriptorCount
        1..10 | ForEach-Object { Clear-NetNamespace $two }
        Clear-NetNamespace $ours
        Get-ThreadNamespace | Should -Be $threads
        Get-DescriptorCount | Should -BeLessOrEqual $descriptors
        @(sh -c "grep -c ' /run/netns ' /proc/self/mountinfo") | Should -Be '1'
    }
}
