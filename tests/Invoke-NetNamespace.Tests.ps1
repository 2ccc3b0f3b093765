BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Invoke-NetNamespace with a program' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'run1'
        $two = Get-TestName 'run2'
        $null = New-NetNamespace $one, $two
        $folder = "/tmp/nt$PID-run"
        $null = [IO.Directory]::CreateDirectory($folder)
        $inode = "net:[$((Get-NetNamespace $one).Inode)]"
    }

    AfterAll {
        Remove-NetNamespace $one, $two
        Remove-TestLeftover
        [IO.Directory]::Delete($folder, $true)
    }

    AfterEach {
        # Nothing that was started lives on.
        ip netns pids $one | Should -BeNullOrEmpty
        ip netns pids $two | Should -BeNullOrEmpty
    }

    Context 'output' {
        It 'prints what ip netns exec prints, byte for byte' {
            $lines = Invoke-NetNamespace $one ip link show
            $lines | Should -HaveCount 2
            $lines -join "`n" | Should -BeExactly ((ip netns exec $one ip link show) -join "`n")
        }

        It 'runs inside, and its children too' {
            Invoke-NetNamespace $one readlink /proc/self/ns/net | Should -BeExactly $inode
            Invoke-NetNamespace $one sh '-c' 'readlink /proc/self/ns/net; true' | Should -BeExactly $inode
        }

        It 'gives lines while the program runs' {
            # The program goes on only when its first line has arrived here.
            $go = "$folder/go"
            $script = 'echo first; while [ ! -e "$1" ]; do sleep 0.01; done; echo second'
            $lines = Invoke-NetNamespace $one sh '-c' $script sh $go -TimeoutSeconds 30 | ForEach-Object {
                if ($_ -eq 'first') { [IO.File]::WriteAllText($go, '') }
                $_
            }
            $lines | Should -Be 'first', 'second'
        }

        It 'keeps empty lines, blanks, a last line without an end, and letters beyond ASCII' {
            Invoke-NetNamespace $one printf '\n  a \n\n%s' 'Ünï 🐧' | Should -Be '', '  a ', '', 'Ünï 🐧'
        }

        It 'gives plain strings for one namespace' {
            $line = Invoke-NetNamespace $one echo x
            $line | Should -BeOfType string
            $line.PSObject.Properties['PSNetNamespace'] | Should -BeNullOrEmpty
        }

        It 'carries 100 MB whole, with flat memory' {
            $line = '0123456789' * 8
            [GC]::Collect()
            $before = [GC]::GetTotalMemory($true)
            $most = 0L; $count = 0L; $wrong = 0
            Invoke-NetNamespace $one sh '-c' 'i=0; while [ $i -lt 100 ]; do cat "$1"; i=$((i+1)); done' sh (& {
                [IO.File]::WriteAllText("$folder/block", "$line`n" * 13000)
                "$folder/block"
            }) | ForEach-Object {
                $count++
                if ($_ -cne $line) { $wrong++ }
                if ($count % 100000 -eq 0) { $most = [Math]::Max($most, [GC]::GetTotalMemory($true)) }
            }
            $count | Should -Be 1300000
            $wrong | Should -Be 0
            ($most - $before) / 1MB | Should -BeLessThan 20
        }
    }

    Context 'arguments' {
        It 'arrive byte for byte' {
            $arguments = @('a b', '', "'`"``", '$HOME;$(id)|&', "line 1`nline 2", "`t", '-n', '--', 'Ünï 🐧', '\', '*', '%s')
            $result = Invoke-NetNamespace $one printf -ArgumentList (@('%s\0') + $arguments) -PassThru
            $result.StandardOutput.TrimEnd("`0") -split "`0" | Should -Be $arguments
        }

        It 'with a dash are the program''s in quotes and after --' {
            Invoke-NetNamespace $one printf '%s' '-e' | Should -Be '-e'
            Invoke-NetNamespace $one printf -- '%s' '-PassThru' | Should -Be '-PassThru'
        }

        It 'may be numbers, arrays and nothing' {
            $several = 1, 2.5, 'x'
            Invoke-NetNamespace $one echo $several $null 7 | Should -Be '1 2.5 x 7'
        }
    }

    Context 'standard input' {
        It 'is empty without a pipeline' { Invoke-NetNamespace $one cat -TimeoutSeconds 30 | Should -BeNullOrEmpty }

        It 'is what comes down the pipeline, a line each' { 'b', 'a', 3 | Invoke-NetNamespace $one sort | Should -Be '3', 'a', 'b' }

        It 'takes bytes as they are' {
            , [byte[]](1, 0, 255) | Invoke-NetNamespace $one od '-An' '-tu1' | Should -Match '^\s+1\s+0\s+255$'
            [byte]65 | Invoke-NetNamespace $one cat | Should -Be 'A'
        }

        It 'flows both ways at once' {
            $lines = 1..20000 | ForEach-Object { "line $_ with some more text to fill the pipes of both directions" } | Invoke-NetNamespace $one cat -TimeoutSeconds 60
            $lines | Should -HaveCount 20000
            $lines[-1] | Should -BeLike 'line 20000 *'
        }

        It 'arrives while the pipeline still goes on' {
            # The second object comes only when the program has answered the first.
            $answer = "$folder/answer"
            & {
                'first'
                $deadline = [datetime]::UtcNow.AddSeconds(30)
                while (-not [IO.File]::Exists($answer) -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 5 }
                [IO.File]::Exists($answer)
            } | Invoke-NetNamespace $one sh '-c' 'read a; : > "$1"; read b; echo "$a $b"' sh $answer | Should -Be 'first True'
        }

        It 'may be left unread' { 1..50000 | Invoke-NetNamespace $one true -TimeoutSeconds 60 | Should -BeNullOrEmpty }

        It 'is let go when the program has ended, even if whoever reads it hangs' {
            # The same object that the cmdlet uses, with nobody who reads.
            $type = (Get-Command Invoke-NetNamespace).ImplementingType.Assembly.GetType('NetnsTools.Programs.ProgramInput')
            $queue = [Activator]::CreateInstance($type, $true)
            $arguments = [object[]](, [byte[]](1))
            $written = 0
            while ($written -lt 10000 -and $type.GetMethod('TryWrite').Invoke($queue, $arguments)) { $written++ }
            $written | Should -BeLessThan 10000
            $type.GetMethod('Complete').Invoke($queue, $null)
            $type.GetMethod('TryWrite').Invoke($queue, $arguments) | Should -BeTrue
        }

        It 'goes whole to each of several programs' {
            $lines = 'b', 'a' | Invoke-NetNamespace $one, $two sort -ThrottleLimit 1
            $lines | Should -Be 'a', 'b', 'a', 'b'
        }
    }

    Context 'errors of the program' {
        It 'come line by line as error records' {
            $output = Invoke-NetNamespace $one sh '-c' 'echo out; echo err 1 >&2; echo err 2 >&2' -ErrorAction SilentlyContinue -ErrorVariable records
            $output | Should -Be 'out'
            $records.Exception.Message | Should -Be 'err 1', 'err 2'
            $records[0].FullyQualifiedErrorId | Should -Be 'ProgramStandardError,NetnsTools.Commands.InvokeNetNamespaceCommand'
            $records[0].CategoryInfo.Category | Should -Be 'FromStdErr'
            $records[0].TargetObject | Should -Be $one
        }

        It 'are output with -MergeError' {
            $output = Invoke-NetNamespace $one sh '-c' 'echo out; echo err >&2' -MergeError -ErrorAction Stop
            $output | Sort-Object | Should -Be 'err', 'out'
        }

        It 'end with one for an exit code, which $LASTEXITCODE has as well' {
            Invoke-NetNamespace $one sh '-c' 'exit 3' -ErrorAction SilentlyContinue -ErrorVariable records
            $records | Should -HaveCount 1
            $records[0].FullyQualifiedErrorId | Should -Be 'ProgramFailed,NetnsTools.Commands.InvokeNetNamespaceCommand'
            $records[0].Exception.Message | Should -BeExactly "'sh' in namespace '$one' ended with exit code 3."
            $records[0].TargetObject | Should -Be 'sh'
            $LASTEXITCODE | Should -Be 3
            Invoke-NetNamespace $one true
            $LASTEXITCODE | Should -Be 0
        }

        It 'say which signal ended it' {
            Invoke-NetNamespace $one sh '-c' 'kill -9 $$' -ErrorAction SilentlyContinue -ErrorVariable records
            $records[0].Exception.Message | Should -BeLike '*ended with exit code 137 (signal 9).'
        }

        It 'leave the exit code alone with -IgnoreExitCode' {
            Invoke-NetNamespace $one sh '-c' 'exit 4' -IgnoreExitCode -ErrorAction Stop
            $LASTEXITCODE | Should -Be 4
        }

        It 'stop everything with -ErrorAction Stop, the program too' {
            { Invoke-NetNamespace $one sh '-c' 'echo oh >&2; exec sleep 1000' -ErrorAction Stop } | Should -Throw 'oh'
        }
    }

    Context '-PassThru' {
        It 'gives one object with everything' {
            $result = Invoke-NetNamespace $one sh '-c' 'echo out; echo err >&2; exit 5' -PassThru -IgnoreExitCode
            $result | Should -HaveCount 1
            $result | Should -BeOfType NetnsTools.NetnsCommandResult
            $result.Namespace | Should -Be $one
            $result.ExitCode | Should -Be 5
            $result.Success | Should -BeFalse
            $result.StandardOutput | Should -BeExactly "out`n"
            $result.StandardError | Should -BeExactly "err`n"
            $result.Duration | Should -BeOfType timespan
            $result.Duration | Should -BeGreaterThan ([timespan]::Zero)
            $result.CommandLine | Should -BeExactly "sh -c 'echo out; echo err >&2; exit 5'"
        }

        It 'makes an error of the exit code all the same' {
            $result = Invoke-NetNamespace $one false -PassThru -ErrorAction SilentlyContinue -ErrorVariable records
            $result.ExitCode | Should -Be 1
            $records.FullyQualifiedErrorId | Should -BeLike 'ProgramFailed,*'
        }
    }

    Context 'where it runs' {
        It 'is PowerShell''s location, or -WorkingDirectory' {
            Push-Location /usr
            try {
                Invoke-NetNamespace $one pwd | Should -Be '/usr'
                Invoke-NetNamespace $one pwd -WorkingDirectory lib | Should -BeLike '*/lib'
                Invoke-NetNamespace $one ./bin/true
            }
            finally { Pop-Location }
            Invoke-NetNamespace $one pwd -WorkingDirectory '~' | Should -Be $HOME
        }

        It 'has the caller''s environment, changed as asked' {
            $lines = Invoke-NetNamespace $one env -Environment @{ NT_A = 'a = b'; NT_N = 5; HOME = $null }
            $lines | Should -Contain 'NT_A=a = b'
            $lines | Should -Contain 'NT_N=5'
            $lines | Should -Contain "PATH=$env:PATH"
            $lines | Should -Contain "NETNSTOOLS_NAMESPACE=$one"
            $lines | Where-Object { $_ -like 'HOME=*' } | Should -BeNullOrEmpty
        }

        It 'looks for the program in the PATH that is given' {
            [IO.File]::WriteAllText("$folder/nt-own", "#!/bin/sh`necho own`n")
            chmod +x "$folder/nt-own"
            Invoke-NetNamespace $one nt-own -Environment @{ PATH = "/usr/bin:/bin:$folder" } | Should -Be 'own'
        }

        It 'has the files of /etc/netns/NAME in /etc, and the caller has not' {
            $own = "/etc/netns/$one"
            $parent = [IO.Directory]::Exists('/etc/netns')
            $null = [IO.Directory]::CreateDirectory($own)
            try {
                [IO.File]::WriteAllText("$own/hosts", "192.0.2.1 inside`n")
                [IO.File]::WriteAllText("$own/nt-nowhere", '')
                $mounts = [IO.File]::ReadAllText('/proc/self/mountinfo')
                $lines = Invoke-NetNamespace $one cat /etc/hosts -WarningVariable warnings -WarningAction SilentlyContinue
                $lines | Should -Be (ip netns exec $one cat /etc/hosts 2>$null)
                $lines | Should -Be '192.0.2.1 inside'
                $warnings | Should -HaveCount 1
                "$warnings" | Should -BeLike "*'/etc/nt-nowhere'*"
                [IO.File]::ReadAllText('/etc/hosts') | Should -Not -Match '192.0.2.1 inside'
                [IO.File]::ReadAllText('/proc/self/mountinfo') | Should -BeExactly $mounts
            }
            finally {
                [IO.Directory]::Delete($own, $true)
                if (-not $parent) { [IO.Directory]::Delete('/etc/netns') }
            }
        }

        It 'shows the namespace''s interfaces in /sys with -Sysfs only' {
            Invoke-NetNamespace $one ls /sys/class/net -Sysfs | Should -Be 'lo'
            Invoke-NetNamespace $one readlink /proc/self/ns/mnt | Should -Be (readlink /proc/self/ns/mnt)
            (Invoke-NetNamespace $one ls /sys/class/net) -join ' ' | Should -Be ((ls /sys/class/net) -join ' ')
        }

        It 'can be named by object, process and path' {
            Invoke-NetNamespace (Get-NetNamespace $one) readlink /proc/self/ns/net | Should -Be $inode
            Invoke-NetNamespace "/run/netns/$one" readlink /proc/self/ns/net | Should -Be $inode
            Invoke-NetNamespace "pid:$PID" readlink /proc/self/ns/net | Should -Be (readlink /proc/self/ns/net)
        }
    }

    Context 'several namespaces' {
        It 'run side by side' {
            # Each waits for the other's file.
            $lines = Invoke-NetNamespace $one, $two sh '-c' 'n=$NETNSTOOLS_NAMESPACE; : > "$1/$n"; while [ ! -e "$1/$2" ] || [ ! -e "$1/$3" ]; do sleep 0.01; done; echo met' sh $folder $one $two -TimeoutSeconds 30
            $lines | Should -Be 'met', 'met'
        }

        It 'run one after the other with -ThrottleLimit 1' {
            $script = 'mkdir "$1/only" || exit 9; sleep 0.1; rmdir "$1/only"'
            Invoke-NetNamespace $one, $two sh '-c' $script sh $folder -ThrottleLimit 1 -ErrorAction Stop
        }

        It 'tag their lines' {
            $lines = Invoke-NetNamespace "nt$PID-run?" readlink /proc/self/ns/net
            $lines | Should -HaveCount 2
            foreach ($line in $lines) { $line | Should -BeExactly "net:[$((Get-NetNamespace $line.PSNetNamespace).Inode)]" }
        }

        It 'come down the pipeline as well' {
            $results = Get-NetNamespace "nt$PID-run?" | Invoke-NetNamespace -FilePath readlink -ArgumentList /proc/self/ns/net -PassThru
            $results.Namespace | Sort-Object | Should -Be $one, $two
        }

        It 'go on when one is missing' {
            $lines = Invoke-NetNamespace "nt$PID-none", $two echo here -ErrorAction SilentlyContinue -ErrorVariable records
            $lines | Should -Be 'here'
            $records | Should -HaveCount 1
            $records[0].FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
            $records[0].TargetObject | Should -Be "nt$PID-none"
        }
    }

    Context 'the end' {
        It 'comes with -TimeoutSeconds, for children that ignore TERM and daemons too' {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $lines = Invoke-NetNamespace $one sh '-c' 'trap "" TERM; (setsid sleep 1000 &); env -i setsid -f sleep 1000; echo ready; sleep 1000; sleep 1000' -TimeoutSeconds 1 -ErrorAction SilentlyContinue -ErrorVariable records
            $watch.Stop()
            $lines | Should -Be 'ready'
            $records | Should -HaveCount 1
            $records[0].FullyQualifiedErrorId | Should -Be 'ProgramTimedOut,NetnsTools.Commands.InvokeNetNamespaceCommand'
            $records[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
            $records[0].Exception.Message | Should -BeLike "'sh' in namespace '$one' was ended*1 s*"
            # Two seconds after the time is over; the rest is for slow machines.
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 6
        }

        It 'comes when nobody wants more lines' { Invoke-NetNamespace $one yes | Select-Object -First 2 | Should -Be 'y', 'y' }

        It 'comes with Ctrl+C, and at once' -ForEach @(
            @{ Label = 'a program that waits'; Text = 'Invoke-NetNamespace {0} sleep 1000' }
            @{ Label = 'a program that writes'; Text = 'Invoke-NetNamespace {0} yes' }
            @{ Label = 'a program that wants no input'; Text = "1..1000000 | ForEach-Object {{ 'x' * 1000 }} | Invoke-NetNamespace {0} sleep 1000" }
            @{ Label = 'one with children'; Text = "Invoke-NetNamespace {0} sh '-c' 'sleep 1000 & sleep 1000'" }
        ) {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; $($Text -f $one) | ForEach-Object { `$null = `$_ }")
            $running = $shell.BeginInvoke()
            $deadline = [datetime]::UtcNow.AddSeconds(30)
            do { $inside = ip netns pids $one } until ($inside -or [datetime]::UtcNow -gt $deadline)
            $inside | Should -Not -BeNullOrEmpty
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
            $watch.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.Dispose()
            # They react to TERM: no grace is waited for. The bound is wide of any machine's noise.
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
            ip netns pids $one | Should -BeNullOrEmpty
        }
    }

    It 'says what is missing without the capabilities' {
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; Invoke-NetNamespace $one true -ErrorVariable e -ErrorAction SilentlyContinue; `$e[-1].FullyQualifiedErrorId; `$e[-1].Exception.Message"
        $output = setpriv --bounding-set '-sys_admin,-net_admin,-net_raw' --inh-caps '-all' ([Environment]::ProcessPath) -NoProfile -Command $script
        $output[0] | Should -Be 'NamespacePermissionDenied,NetnsTools.Commands.InvokeNetNamespaceCommand'
        $output[1] | Should -Match 'CAP_SYS_ADMIN'
    }

    It 'leaves all as it was after 1,000 runs' {
        $state = {
            [GC]::Collect(); [GC]::WaitForPendingFinalizers()
            Get-DescriptorCount
            (Get-ThreadNamespace) -join ' '
            (sh -c "readlink /proc/$PID/task/*/ns/mnt 2>/dev/null | sort -u") -join ' '
            [IO.File]::ReadAllText('/proc/self/mountinfo')
            @(ps -o pid= --ppid $PID).Count
        }
        foreach ($round in 1..50) { Invoke-NetNamespace $one true }
        $before = & $state
        foreach ($round in 1..1000) { Invoke-NetNamespace $one true }
        $after = & $state
        $after[0] | Should -BeLessOrEqual $before[0]
        $after[1..4] | Should -Be $before[1..4]
    }
}
