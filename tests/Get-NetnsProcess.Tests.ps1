BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Get-NetnsProcess' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestProcess.ps1
        $one = Get-TestName 'proc1'
        $two = Get-TestName 'proc2'
    }

    BeforeEach { $null = New-NetNamespace $one, $two }

    AfterEach {
        Remove-TestProcess
        Remove-TestLeftover
    }

    It 'says who lives in a namespace' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        $found = Get-NetnsProcess $one
        $found | Should -HaveCount 1
        $found | Should -BeOfType NetnsTools.NetnsProcess
        $found.Id | Should -Be $sleep.Id
        $found.ProcessName | Should -BeExactly 'sleep'
        $found.CommandLine | Should -BeExactly 'sleep 600'
        $found.ArgumentList | Should -Be @('sleep', '600')
        $found.UserName | Should -Be (id -un)
        $found.UserId | Should -Be (id -u)
        $found.ParentId | Should -Be $PID
        $found.Namespace | Should -BeExactly $one
        [Math]::Abs(($found.StartTime - $sleep.StartTime).TotalSeconds) | Should -BeLessThan 1.5
        "$found" | Should -BeExactly "sleep ($($sleep.Id))"
    }

    It 'agrees with ip netns pids' {
        $null = Start-TestProcess $one 'sh', '-c', 'sleep 600; exit'
        $null = Start-TestProcess $one 'sleep', '600'
        Wait-TestCondition { @(ip netns pids $one).Count -eq 3 }
        (Get-NetnsProcess $one).Id | Should -Be @(ip netns pids $one | ForEach-Object { [int] $_ } | Sort-Object)
    }

    It 'gives nothing, and no error, for an empty namespace' {
        Get-NetnsProcess $one -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'looks into all named namespaces when none is given' {
        $first = Start-TestProcess $one 'sleep', '600'
        $second = Start-TestProcess $two 'sleep', '600'
        $all = Get-NetnsProcess
        ($all | Where-Object { $_.Id -eq $first.Id }).Namespace | Should -BeExactly $one
        ($all | Where-Object { $_.Id -eq $second.Id }).Namespace | Should -BeExactly $two
        $all.Id | Should -Not -Contain $PID
    }

    It 'takes names, wildcards, objects, numbers of processes and paths' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        (Get-NetnsProcess "nt$PID-proc*").Id | Should -Be $sleep.Id
        (Get-NetnsProcess (Get-NetNamespace $one)).Id | Should -Be $sleep.Id
        (Get-NetnsProcess "/run/netns/$one").Id | Should -Be $sleep.Id
        $found = Get-NetnsProcess -Namespace "pid:$($sleep.Id)"
        $found.Id | Should -Be $sleep.Id
        $found.Namespace | Should -BeExactly "pid:$($sleep.Id)"
    }

    It 'takes namespaces and names from the pipeline, each process once' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        (Get-NetNamespace "nt$PID-proc*" | Get-NetnsProcess).Id | Should -Be $sleep.Id
        ($one, $two, $one | Get-NetnsProcess).Id | Should -Be $sleep.Id
    }

    It 'finds who lives in a namespace without a name' {
        $lonely = Start-LonelyProcess
        $found = Get-NetNamespace -ProcessId $lonely.Id | Get-NetnsProcess
        $found.Id | Should -Be $lonely.Id
        $found.Namespace | Should -BeExactly "/proc/$($lonely.Id)/ns/net"
    }

    It 'says that there is no such namespace, and goes on' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        $found = Get-NetnsProcess "nt$PID-none", $one -ErrorAction SilentlyContinue -ErrorVariable record
        $found.Id | Should -Be $sleep.Id
        $record | Should -HaveCount 1
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetnsTools.Commands.GetNetnsProcessCommand'
        $record[0].TargetObject | Should -Be "nt$PID-none"
    }

    It 'shows a process of another user under that user' {
        $other = Start-TestProcess $one 'setpriv', '--reuid', '4294967000', '--clear-groups', 'sleep', '600'
        Wait-TestCondition { [IO.File]::ReadAllText("/proc/$($other.Id)/cmdline").StartsWith('sleep') }
        $found = Get-NetnsProcess $one
        $found.UserId | Should -Be 4294967000
        $found.UserName | Should -BeExactly '4294967000'
    }

    It 'reads a name with parentheses in it' {
        $link = [IO.Path]::Combine([IO.Path]::GetTempPath(), "a) ($PID")
        $null = [IO.File]::CreateSymbolicLink($link, '/bin/sleep')
        $odd = Start-TestProcess $one $link, '600'
        [IO.File]::Delete($link)
        $found = Get-NetnsProcess $one
        $found.ProcessName | Should -BeExactly "a) ($PID"
        $found.ParentId | Should -Be $PID
        $found.CommandLine | Should -BeExactly "'$link' 600"
        $found.Id | Should -Be $odd.Id
    }

    It 'writes a command line as one would type it: <Label>' -ForEach @(
        @{ Label = 'a space'; Argument = 'a b'; Text = "'a b'" }
        @{ Label = 'nothing'; Argument = ''; Text = "''" }
        @{ Label = 'a quote'; Argument = "it's"; Text = "'it'\''s'" }
        @{ Label = 'a dollar'; Argument = '$x'; Text = "'`$x'" }
        @{ Label = 'a path'; Argument = '/a/b-c_d.e:1,2=3@4%5+6'; Text = '/a/b-c_d.e:1,2=3@4%5+6' }
    ) {
        $started = Start-TestProcess $one 'sh', '-c', 'sleep 600; exit', $Argument
        $shell = Get-NetnsProcess $one | Where-Object { $_.Id -eq $started.Id }
        $shell.CommandLine | Should -BeExactly "sh -c 'sleep 600; exit' $Text"
        $shell.ArgumentList[3] | Should -BeExactly $Argument
    }

    It 'finds a process of which only one thread is inside, which ip netns pids does not' {
        # The process's first thread stays here; one that it makes goes.
        $script = @'
$script = {
    $assembly = [Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly([Reflection.AssemblyName]::new('native'), 'Run')
    $type = $assembly.DefineDynamicModule('native').DefineType('Native', 'Public')
    $method = $type.DefinePInvokeMethod('setns', 'libc', 'Public, Static, PinvokeImpl', 'Standard', [int], @([int], [int]), 'Winapi', 'Ansi')
    $method.SetImplementationFlags('PreserveSig')
    $native = $type.CreateType()
    $file = [IO.File]::OpenHandle('/run/netns/NAME')
    [Console]::WriteLine("result $($native::setns([int] $file.DangerousGetHandle(), 0x40000000))")
    [Threading.Thread]::Sleep(600000)
}
$null = [powershell]::Create().AddScript($script).BeginInvoke()
Start-Sleep 600
'@.Replace('NAME', $one)
        $shell = Start-TestProgram ([Environment]::ProcessPath), '-NoProfile', '-Command', $script
        $shell.StandardOutput.ReadLine() | Should -Be 'result 0'
        ip netns pids $one | Should -BeNullOrEmpty
        (Get-NetnsProcess $one).Id | Should -Be $shell.Id
        (Get-NetNamespace -All | Where-Object { $_.Name -eq $one }).ProcessId | Should -Be $shell.Id
    }

    It 'prints a table, by namespace' {
        $sleep = Start-TestProcess $one 'sleep', '600'
        $text = Get-NetnsProcess $one | Out-String
        $text | Should -Match "Namespace: $one"
        $text | Should -Match 'Id\s+User\s+Started\s+Name\s+CommandLine'
        $text | Should -Match "$($sleep.Id)\s+$(id -un)\s+\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s+sleep\s+sleep 600"
    }
}
