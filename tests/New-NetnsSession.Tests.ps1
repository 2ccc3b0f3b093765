BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'New-NetnsSession' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'sess1'
        $two = Get-TestName 'sess2'
        $home1 = readlink /proc/self/ns/net
    }

    BeforeEach {
        $inode = "net:[$((New-NetNamespace $one).Inode)]"
        $null = New-NetNamespace $two
    }

    AfterEach {
        Get-PSSession | Remove-PSSession
        # Nothing that was started lives on, and nobody of ours is away.
        ip netns pids $two | Should -BeNullOrEmpty
        Get-ThreadNamespace | Should -Be $home1
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'opens a session inside' {
        $session = New-NetnsSession $one
        $session | Should -BeOfType System.Management.Automation.Runspaces.PSSession
        $session.State | Should -Be 'Opened'
        $session.Name | Should -Be $one
        Invoke-Command -Session $session { readlink /proc/self/ns/net } | Should -BeExactly $inode
        (Get-PSSession -Name $one).Id | Should -Be $session.Id
    }

    It 'keeps what was set inside' {
        $session = New-NetnsSession $one
        Invoke-Command -Session $session { $kept = 5; function Get-Kept { $kept } }
        Invoke-Command -Session $session { Get-Kept } | Should -Be 5
    }

    It 'opens one in each, named as asked' {
        $sessions = New-NetnsSession $one, $two -SessionName first
        $sessions.Name | Should -Be 'first', $two
        Invoke-Command -Session $sessions[0] { $env:NETNSTOOLS_NAMESPACE } | Should -Be $one
        Invoke-Command -Session $sessions[1] { $env:NETNSTOOLS_NAMESPACE } | Should -Be $two
    }

    It 'takes namespaces from the pipeline' {
        Get-NetNamespace $one, $two | New-NetnsSession | ForEach-Object { $_.Name } | Should -Be $one, $two
    }

    It 'ends the process, and what it started, with Remove-PSSession' {
        $session = New-NetnsSession $one
        Invoke-Command -Session $session { sh -c 'setsid sleep 600 >/dev/null 2>&1 </dev/null &' }
        @(ip netns pids $one) | Should -HaveCount 2
        Remove-PSSession $session
        Wait-Until { -not (ip netns pids $one) } 'the process is gone'
        $session.State | Should -Be 'Closed'
    }

    It 'is closed when its process ends' {
        $session = New-NetnsSession $one
        kill -9 (ip netns pids $one)
        Wait-Until { $session.State -eq 'Closed' } 'the session is closed'
        { Invoke-Command -Session $session { 1 } -ErrorAction Stop } | Should -Throw
    }

    It 'lets the name of the namespace be removed' {
        $session = New-NetnsSession $one
        Remove-NetNamespace $one -WarningAction SilentlyContinue
        Get-NetNamespace $one -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Invoke-Command -Session $session { readlink /proc/self/ns/net } | Should -BeExactly $inode
    }

    It 'sets the environment and the folder' {
        $session = New-NetnsSession $one -Environment @{ FOO = 'bar' } -WorkingDirectory /tmp
        Invoke-Command -Session $session { [Environment]::GetEnvironmentVariable('FOO'); "$PWD" } | Should -Be 'bar', '/tmp'
    }

    It 'opens nothing with -WhatIf' {
        New-NetnsSession $one -WhatIf | Should -BeNullOrEmpty
        Get-PSSession | Should -BeNullOrEmpty
    }

    It 'goes on after a bad namespace' {
        (New-NetnsSession nt-none, $one -ErrorAction SilentlyContinue -ErrorVariable record).Name | Should -Be $one
        $record | Should -HaveCount 1
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetnsTools.Commands.NewNetnsSessionCommand'
        $record[0].TargetObject | Should -Be 'nt-none'
    }

    It 'says when opening takes longer than <_> s' -ForEach 0.001, 0.005, 0.01, 0.015, 0.02, 0.03 {
        New-NetnsSession $one -TimeoutSeconds $_ -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
        $record[0].FullyQualifiedErrorId | Should -Be 'SessionTimedOut,NetnsTools.Commands.NewNetnsSessionCommand'
        $record[0].TargetObject | Should -Be $one
        ip netns pids $one | Should -BeNullOrEmpty
    }

    It 'stops while it opens' {
        $pipeline = Start-TestPipeline "New-NetnsSession $one"
        Wait-Until { ip netns pids $one } 'a process is inside'
        (Stop-TestPipeline $pipeline).TotalSeconds | Should -BeLessThan 10
        # One that was open already when it was stopped is a session of that PowerShell.
        Wait-Until { -not (ip netns pids $one) } 'the process is gone'
    }

    It 'leaves no thread when it is stopped at whatever moment' {
        foreach ($milliseconds in 0..29) {
            $pipeline = Start-TestPipeline "New-NetnsSession $one"
            [Threading.Thread]::Sleep($milliseconds)
            $null = Stop-TestPipeline $pipeline
        }

        Wait-Until { -not (ip netns pids $one) -and -not ((Get-ThreadName) -like 'NetnsTools erro*') } 'processes and threads are gone'
    }
}
