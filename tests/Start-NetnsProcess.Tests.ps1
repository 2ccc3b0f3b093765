BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Start-NetnsProcess' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'bg1'
        $two = Get-TestName 'bg2'
        $null = New-NetNamespace $one, $two
    }

    AfterAll {
        Remove-NetNamespace $one, $two -Force
        Remove-TestLeftover
    }

    AfterEach {
        Get-NetnsProcess $one, $two | Stop-NetnsProcess -Force
    }

    It 'returns while the program runs, and it runs inside' {
        $process = Start-NetnsProcess $one sleep 1000
        $process | Should -BeOfType NetnsTools.NetnsBackgroundProcess
        $process.HasExited | Should -BeFalse
        $process.ExitCode | Should -BeNullOrEmpty
        $process.Namespace | Should -Be $one
        $process.ProcessName | Should -Be 'sleep'
        $process.CommandLine | Should -BeExactly 'sleep 1000'
        readlink "/proc/$($process.Id)/ns/net" | Should -Be "net:[$((Get-NetNamespace $one).Inode)]"
        ip netns pids $one | Should -Be $process.Id
    }

    It 'takes namespaces from the pipeline' {
        $processes = Get-NetNamespace $one, $two | Start-NetnsProcess -FilePath sleep -ArgumentList 1000
        $processes.Namespace | Should -Be $one, $two
        $processes.CommandLine | Should -Be 'sleep 1000', 'sleep 1000'
        ($one | Start-NetnsProcess -FilePath sleep -ArgumentList 1000).Namespace | Should -Be $one
    }

    It 'knows the exit code as soon as it is seen to have ended' {
        foreach ($round in 1..20) {
            $process = Start-NetnsProcess $one sh '-c' "exit $round"
            while (-not $process.HasExited) { }
            $process.ExitCode | Should -Be $round
        }
    }

    It 'waits for no child that holds its output' {
        $process = Start-NetnsProcess $one sh '-c' 'sleep 1000 & exit 3'
        Wait-Until { $process.HasExited } 'it has ended'
        $process.ExitCode | Should -BeNullOrEmpty
        $process | Stop-NetnsProcess
        Wait-Until { $process.ExitCode -eq 3 } 'all is read'
    }

    It 'shows what it has written so far' {
        $process = Start-NetnsProcess $one sh '-c' 'echo out 1; echo err >&2; echo out 2; exec sleep 1000'
        Wait-Until { $process.StandardOutput -match 'out 2' -and $process.StandardError } 'it has written'
        $process.StandardOutput | Should -BeExactly "out 1`nout 2`n"
        $process.StandardError | Should -BeExactly "err`n"
        $process.HasExited | Should -BeFalse
    }

    It 'keeps the last of very much, and is not held up' {
        $process = Start-NetnsProcess $one sh '-c' 'yes 0123456789 | head -n 1000000; echo end'
        Wait-Until { $process.HasExited -and $null -ne $process.ExitCode } 'it has ended'
        $text = $process.StandardOutput
        $text.Length | Should -BeLessOrEqual 4MB
        $text.Length | Should -BeGreaterThan 3MB
        $text | Should -Match "0123456789`nend`n$"
        $text | Should -Match '^0123456789\n'
    }

    It 'knows how it ended' {
        $process = Start-NetnsProcess $one sh '-c' 'exit 7'
        Wait-Until { $null -ne $process.ExitCode } 'it has ended'
        $process.HasExited | Should -BeTrue
        $process.ExitCode | Should -Be 7
        $process | Out-String | Should -Match 'Exited \(7\)'
    }

    It 'has ended when a daemon goes on with its output' {
        $process = Start-NetnsProcess $one sh '-c' 'sleep 1000 & exit 0'
        Wait-Until { $process.HasExited } 'it has ended'
        ip netns pids $one | Should -HaveCount 1
        $process | Stop-NetnsProcess
        ip netns pids $one | Should -BeNullOrEmpty
    }

    It 'has an empty standard input' {
        $process = Start-NetnsProcess $one cat
        Wait-Until { $process.HasExited } 'it has ended'
    }

    It 'is ended by Stop-NetnsProcess, with children and daemons' {
        $process = Start-NetnsProcess $one sh '-c' '(setsid sleep 1000 &); sleep 1000 & echo ready; wait'
        Wait-Until { $process.StandardOutput } 'its children run'
        $process | Stop-NetnsProcess
        $process.HasExited | Should -BeTrue
        ip netns pids $one | Should -BeNullOrEmpty
    }

    It 'does not keep the namespace: it is gone with the process' {
        $extra = Get-TestName 'bg3'
        $null = New-NetNamespace $extra
        $process = Start-NetnsProcess $extra sleep 1000 -Sysfs
        @([IO.Directory]::GetFiles("/proc/$PID/fd") | ForEach-Object { readlink $_ }) -match 'net:\[|mnt:\[' | Should -BeNullOrEmpty
        Remove-NetNamespace $extra -Force
        $process.HasExited | Should -BeTrue
    }

    It 'starts one in each of several namespaces' {
        $processes = Start-NetnsProcess $one, $two sleep 1000
        $processes.Namespace | Should -Be $one, $two
        $processes | Stop-NetnsProcess
        $processes.HasExited | Should -Be $true, $true
    }

    It 'has the environment and the place that were asked for' {
        $process = Start-NetnsProcess $one sh '-c' 'echo "$NT_A $NETNSTOOLS_NAMESPACE $PWD"' -Environment @{ NT_A = 'a  b' } -WorkingDirectory /usr
        Wait-Until { $null -ne $process.ExitCode } 'it has ended'
        $process.StandardOutput | Should -BeExactly "a  b $one /usr`n"
    }

    It 'ends with PowerShell: <Label>' -ForEach @(
        @{ Label = 'by itself'; Ending = '' }
        @{ Label = 'with SIGTERM'; Ending = 'kill $PID; Start-Sleep 600' }
        @{ Label = 'with SIGHUP'; Ending = 'kill -HUP $PID; Start-Sleep 600' }
    ) {
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; (Start-NetnsProcess $one sh '-c' 'trap `"`" TERM; sleep 1000').Id; $Ending"
        $id = & ([Environment]::ProcessPath) -NoProfile -Command $script 2>$null
        $id | Should -Match '^\d+$'
        Wait-Until { -not (ip netns pids $one) } 'it has ended'
    }

    It 'starts nothing with -WhatIf' {
        Start-NetnsProcess $one sleep 1000 -WhatIf | Should -BeNullOrEmpty
        ip netns pids $one | Should -BeNullOrEmpty
    }

    It 'refuses what cannot be: <Label>' -ForEach @(
        @{ Label = 'no such program'; Command = { Start-NetnsProcess $one nt-none }; Id = 'ProgramNotFound'; Target = 'nt-none' }
        @{ Label = 'no such namespace'; Command = { Start-NetnsProcess "nt$PID-none" sleep 1 }; Id = 'NamespaceNotFound'; Target = "nt$PID-none" }
        @{ Label = 'no such directory'; Command = { Start-NetnsProcess $one sleep 1 -WorkingDirectory /nt-none }; Id = 'ProgramNotFound'; Target = 'sleep' }
    ) {
        $ErrorActionPreference = 'Stop'
        try { & $Command; $record = $null } catch { $record = $_ }
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,NetnsTools.Commands.StartNetnsProcessCommand"
        $record.TargetObject | Should -Be $Target
    }

    It 'says what is missing without the capabilities' {
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; try { Start-NetnsProcess $one sleep 1000 -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }"
        setpriv --bounding-set '-sys_admin,-net_admin,-net_raw' --inh-caps '-all' ([Environment]::ProcessPath) -NoProfile -Command $script |
            Should -Be 'NamespacePermissionDenied,NetnsTools.Commands.StartNetnsProcessCommand'
    }
}
