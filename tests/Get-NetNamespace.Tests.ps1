BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Get-NetNamespace' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $ours = Get-TestName 'get1'
        $theirs = Get-TestName 'get2'
        $null = New-NetNamespace $ours
        ip netns add $theirs
    }

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
}
