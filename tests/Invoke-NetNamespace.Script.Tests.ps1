BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Invoke-NetNamespace with a script block' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'script1'
        $two = Get-TestName 'script2'
        $inside = New-NetNamespace $one
        $null = New-NetNamespace $two
        $inode = "net:[$($inside.Inode)]"
        $home1 = readlink /proc/self/ns/net
    }

    AfterAll {
        Remove-NetNamespace $one, $two
        Remove-TestLeftover
    }

    AfterEach {
        # Nothing that was started lives on, nobody of ours is away, and no job is left over.
        ip netns pids $one | Should -BeNullOrEmpty
        ip netns pids $two | Should -BeNullOrEmpty
        Get-ThreadNamespace | Should -Be $home1
        Get-Job | Should -BeNullOrEmpty
    }

    Context 'objects' {
        It 'runs inside' {
            Invoke-NetNamespace $one { readlink /proc/self/ns/net } | Should -BeExactly $inode
        }

        It 'gives objects back' {
            $result = Invoke-NetNamespace $one {
                [pscustomobject]@{ Answer = 42; Inner = @{ Key = 'value' } }
                7
                @{ Name = 'x' }
                , (1, 2)
            }
            $result[0].Answer | Should -Be 42
            $result[0].Inner.Key | Should -Be 'value'
            $result[1] | Should -BeOfType int
            $result[1] | Should -Be 7
            $result[2].Name | Should -Be 'x'
            @($result[3]) | Should -Be 1, 2
        }

        It 'has this module inside, and its objects keep their properties' {
            $link = Invoke-NetNamespace $one { Get-NetnsLink -Name lo }
            $link.PSObject.TypeNames | Should -Contain 'Deserialized.NetnsTools.NetnsLink'
            $link.Name | Should -Be 'lo'
            $link.InterfaceIndex | Should -Be 1
            $link.IsUp | Should -BeTrue
        }

        It 'says where each object comes from, with several namespaces' {
            $result = Invoke-NetNamespace $one, $two { [pscustomobject]@{ Place = readlink /proc/self/ns/net } }
            $result | Should -HaveCount 2
            ($result | Where-Object { $_.PSNetNamespace -eq $one }).Place | Should -Be $inode
            ($result | Where-Object { $_.PSNetNamespace -eq $two }).Place | Should -Not -Be $inode
        }

        It 'runs several side by side' {
            # Each waits for the other: one after the other they would never end.
            $folder = "/tmp/nt$PID-script"
            $null = [IO.Directory]::CreateDirectory($folder)
            try {
                $result = Invoke-NetNamespace $one, $two {
                    [IO.File]::WriteAllText("$using:folder/$env:NETNSTOOLS_NAMESPACE", '')
                    while ([IO.Directory]::GetFiles($using:folder).Count -lt 2) { Start-Sleep -Milliseconds 20 }
                    'met'
                } -TimeoutSeconds 60
                $result | Should -Be 'met', 'met'
            }
            finally { [IO.Directory]::Delete($folder, $true) }
        }

        It 'runs one after the other with -ThrottleLimit 1' {
            $result = Invoke-NetNamespace $one, $two { [datetime]::UtcNow.Ticks; Start-Sleep -Milliseconds 10; [datetime]::UtcNow.Ticks } -ThrottleLimit 1
            $result | Should -HaveCount 4
            $result[2] | Should -BeGreaterThan $result[1]
            $result[2].PSNetNamespace | Should -Not -Be $result[1].PSNetNamespace
        }

        It 'takes namespaces from the pipeline, and wildcards' {
            $names = Get-NetNamespace $one, $two | Invoke-NetNamespace -ScriptBlock { $env:NETNSTOOLS_NAMESPACE }
            $names | Sort-Object | Should -Be $one, $two
            Invoke-NetNamespace "nt$PID-script*" { 1 } | Should -Be 1, 1
        }

        It 'gives objects while the script runs' {
            $go = "/tmp/nt$PID-go"
            try {
                $result = Invoke-NetNamespace $one {
                    'first'
                    while (-not [IO.File]::Exists($using:go)) { Start-Sleep -Milliseconds 20 }
                    'second'
                } -TimeoutSeconds 60 | ForEach-Object { [IO.File]::WriteAllText($go, ''); $_ }
                $result | Should -Be 'first', 'second'
            }
            finally { [IO.File]::Delete($go) }
        }
    }

    Context 'input' {
        It 'gives arguments to parameters' {
            Invoke-NetNamespace $one { param($a, $b) "$a-$b" } -ArgumentList 1, 'x' | Should -Be '1-x'
        }

        It 'knows the caller''s variables by $using: in an It block' {
            $local = 'here'
            $table = @{ Key = 'deep' }
            Invoke-NetNamespace $one { "$using:local $($using:table.Key)" } | Should -Be 'here deep'
        }

        It 'knows them in a function' {
            $value = 'outer'
            function Get-Inner { $value = 'inner'; Invoke-NetNamespace $one { $using:value } }
            Get-Inner | Should -Be 'inner'
        }

        It 'knows them in a function of a script module' {
            $value = 'outer'
            $module = New-Module {
                $value = 'module'
                function Get-ModuleValue($Place) { Invoke-NetNamespace $Place { $using:value } }
            }
            & $module { param($place) Get-ModuleValue $place } $one | Should -Be 'module'
        }

        It 'says which variable there is not' {
            { Invoke-NetNamespace $one { $using:notThere } } | Should -Throw -ErrorId 'UsingVariableIsUndefined,Microsoft.PowerShell.Commands.InvokeCommandCommand'
        }

        It 'feeds $input from the pipeline, in each namespace' {
            $result = 1..3 | Invoke-NetNamespace $one, $two { $input | ForEach-Object { $_ * 2 } }
            $result | Where-Object { $_.PSNetNamespace -eq $one } | Should -Be 2, 4, 6
            $result | Where-Object { $_.PSNetNamespace -eq $two } | Should -Be 2, 4, 6
        }

        It 'streams the input' {
            $go = "/tmp/nt$PID-stream"
            try {
                # The second object is made only when the first has been seen inside.
                $result = & {
                    1
                    while (-not [IO.File]::Exists($go)) { Start-Sleep -Milliseconds 20 }
                    2
                } | Invoke-NetNamespace $one { $input | ForEach-Object { [IO.File]::WriteAllText($using:go, ''); $_ } } -TimeoutSeconds 60
                $result | Should -Be 1, 2
            }
            finally { [IO.File]::Delete($go) }
        }

        It 'runs with an empty pipeline too' {
            @() | Invoke-NetNamespace $one { @($input).Count } | Should -Be 0
        }

        It 'sets the environment, the folder and /sys' {
            $env:NETNSTOOLS_TEST = 'taken away'
            try {
                $result = Invoke-NetNamespace $one {
                    $env:FOO
                    "[$env:NETNSTOOLS_TEST]"
                    "$PWD"
                    [Environment]::CurrentDirectory
                    @([IO.Directory]::GetDirectories('/sys/class/net')).Count
                } -Environment @{ FOO = 'bar'; NETNSTOOLS_TEST = $null } -WorkingDirectory /tmp -Sysfs
                $result | Should -Be 'bar', '[]', '/tmp', '/tmp', 1
            }
            finally { $env:NETNSTOOLS_TEST = $null }
        }
    }

    Context 'streams' {
        It 'passes on <Label>' -ForEach @(
            @{ Label = 'warnings'; Block = { Write-Warning 'words' }; Type = 'System.Management.Automation.WarningRecord' }
            @{ Label = 'Write-Host'; Block = { Write-Host 'words' }; Type = 'System.Management.Automation.InformationRecord' }
            @{ Label = 'information'; Block = { Write-Information 'words' }; Type = 'System.Management.Automation.InformationRecord' }
            @{ Label = 'verbose'; Block = { Write-Verbose 'words' -Verbose }; Type = 'System.Management.Automation.VerboseRecord' }
            @{ Label = 'debug'; Block = { Write-Debug 'words' -Debug }; Type = 'System.Management.Automation.DebugRecord' }
        ) {
            $VerbosePreference = $DebugPreference = 'Continue'
            $result = @(Invoke-NetNamespace $one $Block *>&1 | Where-Object { $_.GetType().FullName -eq $Type -and "$_" -eq 'words' })
            $result | Should -HaveCount 1
        }

        It 'shows once what Write-Host writes, and warnings' {
            $script = "Import-Module '$((Get-Module NetnsTools).Path)'; Invoke-NetNamespace $one { Write-Host 'seen'; Write-Warning 'take care' }"
            $lines = & ([Environment]::ProcessPath) -NoProfile -Command $script
            @($lines | Where-Object { $_ -match 'seen' }) | Should -HaveCount 1
            @($lines | Where-Object { $_ -match 'WARNING: take care' }) | Should -HaveCount 1
        }

        It 'keeps what the caller does not want to see' {
            $VerbosePreference = $WarningPreference = 'SilentlyContinue'
            $result = Invoke-NetNamespace $one { Write-Warning w; Write-Verbose v -Verbose; 'end' } *>&1
            $result | Should -Be 'end'
        }

        It 'passes on errors, as they are' {
            $result = Invoke-NetNamespace $one { Get-Item /nt-none; 'goes on' } -ErrorAction SilentlyContinue -ErrorVariable record
            $result | Should -Be 'goes on'
            $record | Should -HaveCount 1
            $record[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $record[0].FullyQualifiedErrorId | Should -Match '^PathNotFound,'
        }

        It 'stops at an error with -ErrorAction Stop' {
            { Invoke-NetNamespace $one { Get-Item /nt-none; Start-Sleep 600 } -ErrorAction Stop } | Should -Throw -ExpectedMessage '*nt-none*'
        }

        It 'throws what the script throws' {
            { Invoke-NetNamespace $one { throw 'boom' } } | Should -Throw 'boom'
        }

        It 'makes errors of what the script throws, with several namespaces' {
            $null = Invoke-NetNamespace $one, $two { throw 'boom' } -ErrorAction SilentlyContinue -ErrorVariable record
            $record | ForEach-Object { "$_" } | Should -Be 'boom', 'boom'
        }

        It 'passes on progress' {
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; Invoke-NetNamespace $one { Write-Progress -Activity 'counting' -Status 'one' -PercentComplete 10; 'end' }")
                $shell.Invoke() | Should -Be 'end'
                @($shell.Streams.Progress | Where-Object { $_.Activity -eq 'counting' -and $_.PercentComplete -eq 10 }) | Should -HaveCount 1
            }
            finally { $shell.Dispose() }
        }
    }

    Context 'ends' {
        It 'says with which code the process ended' {
            Invoke-NetNamespace $one { 'before'; [Environment]::Exit(3) } -ErrorAction SilentlyContinue -ErrorVariable record | Should -Be 'before'
            $record | Should -HaveCount 1
            $record[0].FullyQualifiedErrorId | Should -Be 'SessionFailed,NetnsTools.Commands.InvokeNetNamespaceCommand'
            $record[0].TargetObject | Should -Be $one
            $record[0].Exception.Message | Should -Match "namespace '$one' ended by itself with exit code 3"
        }

        It 'goes on in the others' {
            $result = Invoke-NetNamespace nt-none, $one, $two { if ($env:NETNSTOOLS_NAMESPACE -eq $using:one) { [Environment]::Exit(4) }; 'well' } -ErrorAction SilentlyContinue -ErrorVariable record
            $result | Should -Be 'well'
            $record.FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetnsTools.Commands.InvokeNetNamespaceCommand', 'SessionFailed,NetnsTools.Commands.InvokeNetNamespaceCommand'
        }

        It 'is not confused by words on the standard error of the process' {
            Invoke-NetNamespace $one {
                $stream = [IO.File]::OpenWrite('/proc/self/fd/2')
                $stream.Write([byte[]](120, 10), 0, 2)
                $stream.Dispose()
                'well'
            } -ErrorVariable record | Should -Be 'well'
            $record | Should -BeNullOrEmpty
        }

        It 'ends a script that takes too long' {
            Invoke-NetNamespace $one { 'before'; while ($true) { } } -TimeoutSeconds 5 -ErrorAction SilentlyContinue -ErrorVariable record | Should -Be 'before'
            $record | Should -HaveCount 1
            $record[0].FullyQualifiedErrorId | Should -Be 'SessionTimedOut,NetnsTools.Commands.InvokeNetNamespaceCommand'
            $record[0].TargetObject | Should -Be $one
        }

        It 'ends what the script left running' {
            Invoke-NetNamespace $one { sh -c 'setsid sleep 600 >/dev/null 2>&1 </dev/null &'; 'left' } | Should -Be 'left'
        }

        It 'stops within a second or so: <Label>' -ForEach @(
            @{ Label = 'a script that sleeps'; Block = '[IO.File]::WriteAllText($using:mark, ""); Start-Sleep 600' }
            @{ Label = 'a script that cannot be stopped'; Block = '[IO.File]::WriteAllText($using:mark, ""); [Threading.Thread]::Sleep(600000)' }
        ) {
            $mark = "/tmp/nt$PID-mark"
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; `$mark = '$mark'; Invoke-NetNamespace $one { $Block }")
                $running = $shell.BeginInvoke()
                $deadline = [datetime]::UtcNow.AddSeconds(60)
                while (-not [IO.File]::Exists($mark)) { [datetime]::UtcNow | Should -BeLessThan $deadline }
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
                $running.IsCompleted | Should -BeTrue
                # The promise is about a second; the bound is wide of any machine's noise and far from the 600 s.
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
            }
            finally {
                $shell.Dispose()
                [IO.File]::Delete($mark)
            }
        }

        It 'ends with its caller, even when it hangs' {
            $go = "/tmp/nt$PID-orphan"
            $script = "Import-Module '$((Get-Module NetnsTools).Path)'; `$go = '$go'; Invoke-NetNamespace $one { [IO.File]::WriteAllText(`$using:go, ''); [Threading.Thread]::Sleep(600000) }"
            $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
            foreach ($argument in '-NoProfile', '-Command', $script) { $start.ArgumentList.Add($argument) }
            $caller = [Diagnostics.Process]::Start($start)
            try {
                $deadline = [datetime]::UtcNow.AddSeconds(60)
                while (-not [IO.File]::Exists($go)) { [datetime]::UtcNow | Should -BeLessThan $deadline }
                $caller.Kill()
                $caller.WaitForExit()
                while (ip netns pids $one) { [datetime]::UtcNow | Should -BeLessThan $deadline }
            }
            finally { [IO.File]::Delete($go) }
        }
    }

    It 'refuses <Label>' -ForEach @(
        @{ Label = 'a missing namespace'; Arguments = @{ Name = 'nt-none' }; Id = 'NamespaceNotFound' }
        @{ Label = 'an empty name'; Arguments = @{ Name = '' }; Id = 'NamespaceInvalidInput' }
        @{ Label = 'a missing folder'; Arguments = @{ Name = 'nt-none'; WorkingDirectory = '/nt-none' }; Id = 'NamespaceNotFound' }
    ) {
        Invoke-NetNamespace @Arguments -ScriptBlock { 1 } -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
        $record[0].FullyQualifiedErrorId | Should -Be "$Id,NetnsTools.Commands.InvokeNetNamespaceCommand"
        $record[0].TargetObject | Should -Be $Arguments.Name
    }

    It 'says what is missing without the capabilities' {
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; try { Invoke-NetNamespace $one { 1 } -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        $output = setpriv --bounding-set '-sys_admin,-net_admin,-net_raw' --inh-caps '-all' ([Environment]::ProcessPath) -NoProfile -Command $script
        $output[0] | Should -Be 'NamespacePermissionDenied,NetnsTools.Commands.InvokeNetNamespaceCommand'
        $output[1] | Should -Match 'CAP_SYS_ADMIN'
    }

    It 'holds nothing more after many runs' {
        $run = {
            $null = Invoke-NetNamespace $one { 1 }
            $null = Invoke-NetNamespace $one { [Environment]::Exit(1) } -ErrorAction SilentlyContinue
        }
        $count = {
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            @(sh -c "ls -l /proc/$PID/fd" | Where-Object { $_ -like '*pipe:*' }).Count
            @(@(Get-ThreadName) -match 'Mess|Out-of|Netns').Count
        }
        foreach ($round in 1..2) { & $run }
        $before = & $count
        foreach ($round in 1..4) { & $run }
        # What the engine puts away in the background takes a moment.
        $deadline = [datetime]::UtcNow.AddSeconds(20)
        do { $now = & $count } until (($now[0] -le $before[0] -and $now[1] -le $before[1]) -or [datetime]::UtcNow -gt $deadline)
        $now[0] | Should -BeLessOrEqual $before[0]
        $now[1] | Should -BeLessOrEqual $before[1]
    }
}
