BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Wait-NetnsPort' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'port1'
        $two = Get-TestName 'port2'
        $null = New-NetNamespace $one, $two
        $children = [Collections.Generic.List[Diagnostics.Process]]::new()

        # A second engine inside, which runs a script and then stays until its standard input is closed.
        function Start-Server([string] $Namespace, [string] $Script) {
            $start = [Diagnostics.ProcessStartInfo]::new('ip')
            foreach ($word in 'netns', 'exec', $Namespace, [Environment]::ProcessPath, '-NoProfile', '-Command', "$Script; `$null = [Console]::In.ReadLine()") {
                $start.ArgumentList.Add($word)
            }
            $start.RedirectStandardInput = $true
            $child = [Diagnostics.Process]::Start($start)
            $children.Add($child)
            $child
        }

        function Stop-Server([Diagnostics.Process] $Child) {
            $Child.StandardInput.Close()
            $Child.WaitForExit()
        }

        # All kinds of sockets, in one process.
        $server = Start-Server $one @'
$any = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Any, 8080); $any.Start(77)
$loopback6 = [Net.Sockets.TcpListener]::new([Net.IPAddress]::IPv6Loopback, 8081); $loopback6.Start()
$dual = [Net.Sockets.TcpListener]::Create(8082); $dual.Start()
$any6 = [Net.Sockets.TcpListener]::new([Net.IPAddress]::IPv6Any, 8083); $any6.Start()
$loopback = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 8084); $loopback.Start()
$udp = [Net.Sockets.UdpClient]::new(5353)
$udp6 = [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new([Net.IPAddress]::IPv6Loopback, 5354))
'@
        $null = Wait-NetnsPort $one 8080, 8081, 8082, 8083, 8084 -TimeoutSeconds 120 -ErrorAction Stop
        $null = Wait-NetnsPort $one 5353, 5354 -Protocol Udp -TimeoutSeconds 120 -ErrorAction Stop
    }

    AfterAll {
        foreach ($child in $children) {
            if (-not $child.HasExited) { $child.Kill() }
            $child.WaitForExit()
            $child.Dispose()
        }
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'gives what listens, typed' {
        $listener = Wait-NetnsPort $one 8080
        $listener | Should -HaveCount 1
        $listener | Should -BeOfType NetnsTools.NetnsListener
        $listener.Namespace | Should -Be $one
        $listener.Protocol | Should -Be 'Tcp'
        $listener.IPAddress | Should -BeOfType System.Net.IPAddress
        "$($listener.IPAddress)" | Should -Be '0.0.0.0'
        $listener.Port | Should -Be 8080
        $listener.Backlog | Should -Be 77
        $listener.UserId | Should -Be 0
        $listener.IsDualStack | Should -BeFalse
        $listener.Inode | Should -BeGreaterThan 0
        "$listener" | Should -Be 'tcp 0.0.0.0:8080'
    }

    It 'says which process holds the socket' {
        $listener = Wait-NetnsPort $one 8080
        # ip netns exec becomes the engine: it is the very process.
        $listener.ProcessId -is [int[]] | Should -BeTrue
        $listener.ProcessId | Should -Be $server.Id
        readlink "/proc/$($server.Id)/ns/net" | Should -Be "net:[$((Get-NetNamespace $one).Inode)]"
    }

    It 'sees the same sockets as ss' {
        $lines = ip netns exec $one ss -ltnH
        $lines | Should -HaveCount 5
        foreach ($line in $lines) {
            $state, $null, $backlog, $local, $null = -split $line
            $state | Should -Be 'LISTEN'
            $port = [int]($local -replace '.*:')
            $listener = Wait-NetnsPort $one $port
            $listener.Backlog | Should -Be $backlog
            $shown = if ($listener.IsDualStack) { '*' } elseif ("$($listener.IPAddress)" -match ':') { "[$($listener.IPAddress)]" } else { $listener.IPAddress }
            "${shown}:$port" | Should -Be $local
        }
        ip netns exec $one ss -lunH | Should -HaveCount 2
    }

    It 'makes no connection' {
        $null = Wait-NetnsPort $one 8080, 8082
        # Of the five that listen, none has a connection that waits to be accepted, and there is no other socket.
        $lines = ip netns exec $one ss -tanH
        $lines | Should -HaveCount 5
        foreach ($line in $lines) { (-split $line)[1] | Should -Be 0 }
    }

    It 'takes several ports, and gives one object each' {
        $listeners = Wait-NetnsPort $one 8084, 8081, 8084
        $listeners.Port | Should -Be 8084, 8081
    }

    It 'waits for <Port> of <Address>: <Found>' -ForEach @(
        @{ Port = 8080; Address = '10.0.0.1'; Found = $true }
        @{ Port = 8080; Address = 'fd00::1'; Found = $false }
        @{ Port = 8081; Address = '::1'; Found = $true }
        @{ Port = 8081; Address = '127.0.0.1'; Found = $false }
        @{ Port = 8082; Address = '10.0.0.1'; Found = $true }
        @{ Port = 8082; Address = 'fd00::1'; Found = $true }
        @{ Port = 8083; Address = 'fd00::1'; Found = $true }
        @{ Port = 8083; Address = '10.0.0.1'; Found = $false }
        @{ Port = 8084; Address = '127.0.0.1'; Found = $true }
        @{ Port = 8084; Address = '10.0.0.1'; Found = $false }
    ) {
        Wait-NetnsPort $one $Port -Address $Address -TimeoutSeconds 0 -Quiet | Should -Be $Found
    }

    It 'takes the address of an interface, whatever its length' {
        Wait-NetnsPort $one 8084 -Address (Get-NetnsAddress $one lo -AddressFamily IPv4) -Quiet | Should -BeTrue
    }

    It 'waits for UDP' {
        $listener = Wait-NetnsPort $one 5354 -Protocol Udp
        $listener.Protocol | Should -Be 'Udp'
        "$($listener.IPAddress)" | Should -Be '::1'
        $listener.Backlog | Should -BeNullOrEmpty
        Wait-NetnsPort $one 8080 -Protocol Udp -TimeoutSeconds 0 -Quiet | Should -BeFalse
    }

    It 'takes the namespace as <Label>' -ForEach @(
        @{ Label = 'an object from the pipeline'; Command = { Get-NetNamespace $one | Wait-NetnsPort -Port 8080 } }
        @{ Label = 'a name from the pipeline'; Command = { $one | Wait-NetnsPort -Port 8080 } }
        @{ Label = 'a process'; Command = { Wait-NetnsPort "pid:$($server.Id)" 8080 } }
        @{ Label = 'a path'; Command = { Wait-NetnsPort "/run/netns/$one" 8080 } }
        @{ Label = 'a listener'; Command = { Wait-NetnsPort $one 8080 | Wait-NetnsPort } }
    ) {
        (& $Command).Port | Should -Be 8080
    }

    It 'waits for a listener that comes later' {
        $child = Start-Server $two '$late = [Net.Sockets.TcpListener]::Create(9001); $late.Start()'
        Wait-NetnsPort $two 9001 -TimeoutSeconds 0 -Quiet | Should -BeFalse
        $listener = Wait-NetnsPort $two 9001 -TimeoutSeconds 120
        $listener.Port | Should -Be 9001
        $listener.IsDualStack | Should -BeTrue
        $listener.ProcessId | Should -Be $child.Id
        Stop-Server $child
    }

    It 'waits until nothing listens any more' {
        $child = Start-Server $two '$late = [Net.Sockets.TcpListener]::Create(9002); $late.Start()'
        $listener = Wait-NetnsPort $two 9002 -TimeoutSeconds 120
        $listener | Wait-NetnsPort -Gone -TimeoutSeconds 0 -Quiet | Should -BeFalse
        $child.StandardInput.Close()
        $listener | Wait-NetnsPort -Gone -TimeoutSeconds 120 -ErrorAction Stop | Should -BeNullOrEmpty
        ip netns exec $two ss -ltnH | Should -BeNullOrEmpty
        Wait-NetnsPort $two 9002 -Gone -Quiet | Should -BeTrue
    }

    It 'finds a port among 2,000' {
        $child = Start-Server $two '$all = foreach ($port in 20000..21999) { $one = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, $port); $one.Start(); $one }'
        $listeners = Wait-NetnsPort $two 20000, 21000, 21999 -TimeoutSeconds 120
        $listeners.Port | Sort-Object | Should -Be 20000, 21000, 21999
        $null = Wait-NetnsPort $two 19999 -TimeoutSeconds 0 -ErrorVariable errors -ErrorAction SilentlyContinue
        "$errors" | Should -Match 'only TCP ports 20000, .* \(and 1992 more\)'
        Stop-Server $child
    }

    It 'prints a table' {
        $text = Wait-NetnsPort $one 8082, 8084 | Out-String
        $text | Should -Match "Namespace: $one"
        $text | Should -Match "tcp +\* +8082 +\d+ +0 +$($server.Id)"
        $text | Should -Match "tcp +127\.0\.0\.1 +8084 +"
    }

    Context 'when it does not come to that' {
        It 'says <Words>' -ForEach @(
            @{ Words = 'what listens there'; Pattern = 'Nothing listens on TCP port 99 in namespace .* after 0\.05 s: there are only TCP ports 8080, 8081, 8082, 8083, 8084\.'; Arguments = @{ Port = 99 } }
            @{ Words = 'where it is bound'; Pattern = 'of 10\.0\.0\.1 .*: it is bound only to 127\.0\.0\.1\.'; Arguments = @{ Port = 8084; Address = '10.0.0.1' } }
            @{ Words = 'that it is IPv6 only'; Pattern = 'it is bound only to :: \(IPv6 only\)\.'; Arguments = @{ Port = 8083; Address = '10.0.0.1' } }
            @{ Words = 'that it is UDP'; Pattern = 'the port is there with UDP, but TCP was asked for\.'; Arguments = @{ Port = 5353 } }
            @{ Words = 'that it is TCP'; Pattern = 'Nothing is bound to UDP port 8080 .*: the port is there with TCP, but UDP was asked for\.'; Arguments = @{ Port = 8080; Protocol = 'Udp' } }
            @{ Words = 'whose it still is'; Pattern = 'Something still listens on TCP port 8080 .*: at 0\.0\.0\.0, process \d+\.'; Arguments = @{ Port = 8080; Gone = $true } }
        ) {
            $output = Wait-NetnsPort $one @Arguments -TimeoutSeconds 0.05 -ErrorVariable errors -ErrorAction SilentlyContinue
            $output | Should -BeNullOrEmpty
            $errors | Should -HaveCount 1
            "$($errors[0])" | Should -Match $Pattern
            $errors[0].FullyQualifiedErrorId | Should -Be 'PortTimedOut,NetnsTools.Commands.WaitNetnsPortCommand'
            $errors[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
            $errors[0].TargetObject | Should -Be $Arguments.Port
        }

        It 'says that nothing runs there at all' {
            { Wait-NetnsPort $two 80 -TimeoutSeconds 0 -ErrorAction Stop } | Should -Throw '*nothing listens on any TCP port there, and no process is seen to run in the namespace.'
        }

        It 'gives the ports that came, and one error for each that did not' {
            $output = Wait-NetnsPort $one 8080, 98, 99 -TimeoutSeconds 0.02 -ErrorVariable errors -ErrorAction SilentlyContinue
            $output.Port | Should -Be 8080
            $errors.TargetObject | Should -Be 98, 99
        }

        It 'waits as long as it was told' {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Wait-NetnsPort $one 99 -TimeoutSeconds 0.4 -Quiet | Should -BeFalse
            $watch.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 0.4
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        }

        It 'refuses a port that is none, and goes on with the others' {
            $output = Wait-NetnsPort $one 0, 8080, 65536 -ErrorVariable errors -ErrorAction SilentlyContinue
            $output.Port | Should -Be 8080
            $errors.FullyQualifiedErrorId | Select-Object -Unique | Should -Be 'PortInvalidInput,NetnsTools.Commands.WaitNetnsPortCommand'
            $errors.TargetObject | Should -Be 0, 65536
            "$($errors[0])" | Should -Be '0 is not a port: ports go from 1 to 65535.'
        }

        It 'refuses <Label>' -ForEach @(
            @{ Label = 'an address that is none'; Arguments = @{ Address = '10.1' }; Id = 'AddressInvalidInput'; Target = '10.1' }
            @{ Label = 'a time below zero'; Arguments = @{ TimeoutSeconds = -1 }; Id = 'PortInvalidInput'; Target = -1 }
            @{ Label = 'a time without end'; Arguments = @{ TimeoutSeconds = [double]::PositiveInfinity }; Id = 'PortInvalidInput'; Target = [double]::PositiveInfinity }
            @{ Label = 'a namespace that is not there'; Arguments = @{ Namespace = 'nt-none' }; Id = 'NamespaceNotFound'; Target = 'nt-none' }
        ) {
            $place = if ($Arguments.Namespace) { @{} } else { @{ Namespace = $one } }
            $output = Wait-NetnsPort -Port 8080 @place @Arguments -ErrorVariable errors -ErrorAction SilentlyContinue
            $output | Should -BeNullOrEmpty
            $errors | Should -HaveCount 1
            $errors[0].FullyQualifiedErrorId | Should -Be "$Id,NetnsTools.Commands.WaitNetnsPortCommand"
            $errors[0].TargetObject | Should -Be $Target
        }

        It 'ends when the namespace is removed' {
            $three = Get-TestName 'port3'
            $null = New-NetNamespace $three
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; Wait-NetnsPort $three 80 -TimeoutSeconds 600")
            $running = $shell.BeginInvoke()
            $deadline = [datetime]::UtcNow.AddSeconds(30)
            do { $waits = ip netns exec $three cat /proc/net/netlink | Where-Object { $_ -match '^\S+ +4 +[1-9]' } } until ($waits -or [datetime]::UtcNow -gt $deadline)
            $waits | Should -Not -BeNullOrEmpty
            Remove-NetNamespace $three
            $running.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
            $shell.Streams.Error.FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,NetnsTools.Commands.WaitNetnsPortCommand'
            "$($shell.Streams.Error)" | Should -Be "Namespace '$three' was removed while its ports were waited for."
            $shell.Dispose()
        }
    }

    It 'ends at once when it is stopped, and shows progress until then' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; Wait-NetnsPort $one 99 -TimeoutSeconds 600")
        $running = $shell.BeginInvoke()
        $deadline = [datetime]::UtcNow.AddSeconds(30)
        while ($shell.Streams.Progress.Count -eq 0 -and [datetime]::UtcNow -lt $deadline) { $null = $running.AsyncWaitHandle.WaitOne(20) }
        $shell.Streams.Progress[0].Activity | Should -Be "Wait for port 99 in namespace '$one'"
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        # The promise is 100 ms; the bound is wide of any machine's noise and far from the 600 s waited for.
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $running.IsCompleted | Should -BeTrue
        $shell.Streams.Error | Should -HaveCount 0
        $shell.Dispose()
        ip netns exec $one cat /proc/net/netlink | Where-Object { $_ -match '^\S+ +4 +[1-9]' } | Should -BeNullOrEmpty
        Get-ThreadNamespace | Should -Be (readlink /proc/self/ns/net)
    }

    Context 'with a process of Start-NetnsProcess' {
        AfterEach { Get-NetnsProcess $two | Stop-NetnsProcess -Force }

        It 'waits in the namespace of the process' {
            $script = '$null = ($l = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Any, 9000)).Start(); $l.AcceptTcpClient()'
            $process = Start-NetnsProcess $two ([Environment]::ProcessPath) -- -NoProfile -Command $script
            $listener = $process | Wait-NetnsPort -Port 9000 -TimeoutSeconds 60
            $listener.Namespace | Should -Be $two
            $listener.ProcessId | Should -Be $process.Id
            $process | Wait-NetnsPort -Port 9000 -PassThru | Should -Be $process
        }

        It 'ends with the process, and says how that ended' {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Start-NetnsProcess $two sh '-c' 'echo first >&2; echo "cannot bind: in use" >&2; exit 2' |
                Wait-NetnsPort -Port 9000 -TimeoutSeconds 60 -ErrorAction SilentlyContinue -ErrorVariable records | Should -BeNullOrEmpty
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 30
            $records | Should -HaveCount 1
            $records[0].FullyQualifiedErrorId | Should -Be 'PortFailed,NetnsTools.Commands.WaitNetnsPortCommand'
            $records[0].TargetObject | Should -Be 9000
            $records[0].Exception.Message | Should -Match '^Nothing listens on TCP port 9000 .* has ended with exit code 2: cannot bind: in use\.$'
        }
    }
}
