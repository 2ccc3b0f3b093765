BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Stop-NetnsProcess' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestProcess.ps1
        $one = Get-TestName 'stop1'

        # A shell that has set its trap when this returns.
        function Start-TrapProcess([string] $Trap) {
            $shell = Start-TestProcess $one 'sh', '-c', "$Trap; echo ready; while :; do sleep 600 & wait; done"
            $null = $shell.StandardOutput.ReadLine()
            $shell
        }
    }

    BeforeEach { $null = New-NetNamespace $one }

    AfterEach {
        Remove-TestProcess
        Remove-TestLeftover
    }

    It 'ends a process, gives nothing, and returns when it is gone' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        Get-NetnsProcess $one | Stop-NetnsProcess | Should -BeNullOrEmpty
        Test-Running $sleep.Id | Should -BeFalse
        Get-NetnsProcess $one | Should -BeNullOrEmpty
        $sleep.WaitForExit()
        # SIGTERM: it was asked first.
        $sleep.ExitCode | Should -Be 143
    }

    It 'ends what the process started, too' {
        $shell = Start-TestProcess $one 'sh', '-c', 'sleep 600; exit'
        Wait-TestCondition { @(Get-NetnsProcess $one).Count -eq 2 }
        Get-NetnsProcess $one | Where-Object { $_.Id -eq $shell.Id } | Stop-NetnsProcess
        Get-NetnsProcess $one | Should -BeNullOrEmpty
    }

    It 'ends who ignores the first signal after the time given' {
        $deaf = Start-TrapProcess "trap '' TERM"
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Get-NetnsProcess $one | Stop-NetnsProcess -TimeoutSeconds 0.3
        $watch.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 0.3
        Get-NetnsProcess $one | Should -BeNullOrEmpty
        $deaf.WaitForExit()
        $deaf.ExitCode | Should -Be 137
    }

    It 'lets several that ignore it have their time together' {
        foreach ($number in 1..8) { $null = Start-TrapProcess "trap '' TERM" }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Get-NetnsProcess $one | Stop-NetnsProcess -TimeoutSeconds 2
        # One after the other it would be 16 seconds.
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        Get-NetnsProcess $one | Should -BeNullOrEmpty
    }

    It 'asks nobody with -Force' {
        $polite = Start-TrapProcess "trap 'exit 7' TERM"
        Get-NetnsProcess $one | Stop-NetnsProcess -Force
        $polite.WaitForExit()
        $polite.ExitCode | Should -Be 137
    }

    It 'lets a stopped process go on, to end in its own way' {
        $stopped = Start-TrapProcess "trap 'exit 7' TERM"
        kill -STOP $stopped.Id
        Get-NetnsProcess $one | Where-Object { $_.Id -eq $stopped.Id } | Stop-NetnsProcess -TimeoutSeconds 20
        $stopped.WaitForExit()
        $stopped.ExitCode | Should -Be 7
    }

    It 'ends a daemon that left its parents' {
        $null = Start-TestProgram 'nsenter', "--net=/run/netns/$one", 'setsid', '-f', 'sleep', '600'
        Wait-TestCondition { @(Get-NetnsProcess $one | Where-Object { $_.ProcessName -eq 'sleep' }).Count -eq 1 }
        $daemon = Get-NetnsProcess $one
        $daemon.ParentId | Should -Not -Be $PID
        $daemon | Stop-NetnsProcess
        Test-Running $daemon.Id | Should -BeFalse
    }

    It 'takes it as done when the process has ended already' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        $found = Get-NetnsProcess $one
        $sleep.Kill()
        $sleep.WaitForExit()
        $found | Stop-NetnsProcess -ErrorAction Stop
        $found | Stop-NetnsProcess -Force -ErrorAction Stop
    }

    It 'gives the processes back with -PassThru' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        $given = Stop-NetnsProcess -InputObject (Get-NetnsProcess $one) -PassThru
        $given | Should -BeOfType NetnsTools.NetnsProcess
        $given.Id | Should -Be $sleep.Id
    }

    It 'ends nobody with -WhatIf' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        Get-NetnsProcess $one | Stop-NetnsProcess -WhatIf -PassThru | Should -BeNullOrEmpty
        Test-Running $sleep.Id | Should -BeTrue
    }

    It 'refuses to end PowerShell itself, and goes on with the others' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        $own = Get-NetnsProcess "pid:$PID" | Where-Object { $_.Id -eq $PID }
        $own, (Get-NetnsProcess $one) | Stop-NetnsProcess -ErrorAction SilentlyContinue -ErrorVariable record
        $record | Should -HaveCount 1
        $record[0].FullyQualifiedErrorId | Should -Be 'ProcessInvalidInput,NetnsTools.Commands.StopNetnsProcessCommand'
        $record[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $record[0].TargetObject.Id | Should -Be $PID
        Test-Running $sleep.Id | Should -BeFalse
    }

    It 'refuses <_> seconds' -ForEach -1, ([double]::NaN), ([double]::PositiveInfinity), 1e300 {
        $sleep = Start-TestProcess $one 'sleep', '600'
        { Get-NetnsProcess $one | Stop-NetnsProcess -TimeoutSeconds $_ -ErrorAction Stop } | Should -Throw -ErrorId 'ProcessInvalidInput*'
        Test-Running $sleep.Id | Should -BeTrue
    }

    It 'says what is missing without the right to signal' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; Get-NetnsProcess $one | Stop-NetnsProcess -ErrorAction SilentlyContinue -ErrorVariable failed; " +
            '$failed[0].FullyQualifiedErrorId; $failed[0].CategoryInfo.Category; $failed[0].Exception.Message'
        # Another user who may look at everybody, but signal nobody.
        $output = setpriv --reuid 65534 --inh-caps '-all,+sys_ptrace,+dac_override,+dac_read_search' --ambient-caps '-all,+sys_ptrace,+dac_override,+dac_read_search' `
            ([Environment]::ProcessPath) -NoProfile -Command $script
        $output[0] | Should -Be 'ProcessPermissionDenied,NetnsTools.Commands.StopNetnsProcessCommand'
        $output[1] | Should -Be 'PermissionDenied'
        $output[2] | Should -Match "sleep \($($sleep.Id)\).*CAP_KILL"
        Test-Running $sleep.Id | Should -BeTrue
    }

    It 'ends at once when it is stopped, and kills nobody' {
        $deaf = Start-TrapProcess "trap '' TERM"
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; Get-NetnsProcess $one | Where-Object Id -eq $($deaf.Id) | Stop-NetnsProcess -TimeoutSeconds 600")
        $running = $shell.BeginInvoke()
        # It waits while it holds the process.
        Wait-TestCondition { sh -c "ls -l /proc/$PID/fd 2>/dev/null | grep pidfd" }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $running.IsCompleted | Should -BeTrue
        $shell.Dispose()
        Test-Running $deaf.Id | Should -BeTrue
        sh -c "ls -l /proc/$PID/fd 2>/dev/null | grep pidfd" | Should -BeNullOrEmpty
    }
}
