# What must hold after any cmdlet, failed and stopped ones included.
BeforeDiscovery {
    $notRoot = (id -u) -ne 0
    $commands = @(
        @{ Label = 'New-NetNamespace'; Command = { New-NetNamespace $three } }
        @{ Label = 'New-NetNamespace, name taken'; Command = { New-NetNamespace $one } }
        @{ Label = 'New-NetNamespace, bad name'; Command = { New-NetNamespace 'a/b' } }
        @{ Label = 'Get-NetNamespace'; Command = { Get-NetNamespace } }
        @{ Label = 'Get-NetNamespace, missing'; Command = { Get-NetNamespace 'nt-none' } }
        @{ Label = 'Remove-NetNamespace'; Command = { Remove-NetNamespace $two } }
        @{ Label = 'Remove-NetNamespace, missing'; Command = { Remove-NetNamespace 'nt-none' } }
        @{ Label = 'New-NetNamespace, of a process'; Command = { New-NetNamespace $three -ProcessId $PID } }
        @{ Label = 'Get-NetNamespace -All'; Command = { Get-NetNamespace -All } }
        @{ Label = 'Get-NetNamespace -ProcessId'; Command = { Get-NetNamespace -ProcessId $PID } }
        @{ Label = 'Get-NetnsProcess'; Command = { Get-NetnsProcess } }
        @{ Label = 'Remove-NetNamespace -Force'; Command = { Remove-NetNamespace $two -Force } }
        @{ Label = 'New-VethPair'; Command = { New-VethPair a-1 a-2 -Namespace $one -PeerNamespace $two } }
        @{ Label = 'New-VethPair, name taken'; Command = { New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two } }
        @{ Label = 'New-VethPair, missing namespace'; Command = { New-VethPair b-1 b-2 -Namespace $one -PeerNamespace 'nt-none' } }
        @{ Label = 'Get-NetnsLink'; Command = { Get-NetnsLink -Namespace "nt$PID-*" } }
        @{ Label = 'Get-NetnsLink, missing'; Command = { Get-NetnsLink $one veth-9 } }
        @{ Label = 'Set-NetnsLink'; Command = { Set-NetnsLink veth-1 -SourceNamespace $one -Mtu 1400 } }
        @{ Label = 'Set-NetnsLink, move'; Command = { Set-NetnsLink spare -SourceNamespace $one -Namespace $two } }
        @{ Label = 'Set-NetnsLink, refused'; Command = { Set-NetnsLink veth-1 -SourceNamespace $one -Mtu 99999999 } }
        @{ Label = 'Remove-NetnsLink'; Command = { Remove-NetnsLink spare -Namespace $one } }
        @{ Label = 'Remove-NetnsLink, refused'; Command = { Remove-NetnsLink lo -Namespace $one } }
        @{ Label = 'Set-VethAddress'; Command = { Set-VethAddress veth-1 10.0.0.10/16 -Namespace $one } }
        @{ Label = 'Set-VethAddress, refused'; Command = { Set-VethAddress veth-1 10.0.0.10/33 -Namespace $one } }
        @{ Label = 'Get-NetnsAddress'; Command = { Get-NetnsAddress $one } }
        @{ Label = 'Remove-NetnsAddress'; Command = { Remove-NetnsAddress 127.0.0.1 -Namespace $one } }
        @{ Label = 'Remove-NetnsAddress, missing'; Command = { Remove-NetnsAddress 10.9.9.9 -Namespace $one } }
        @{ Label = 'Invoke-NetNamespace'; Command = { Invoke-NetNamespace $one ip link show } }
        @{ Label = 'Invoke-NetNamespace, exit code'; Command = { Invoke-NetNamespace $one sh '-c' 'sleep 0.01 & exit 3' } }
        @{ Label = 'Invoke-NetNamespace, out of time'; Command = { Invoke-NetNamespace $one, $two sleep 1000 -TimeoutSeconds 0.1 } }
        @{ Label = 'Invoke-NetNamespace -Sysfs'; Command = { Invoke-NetNamespace $one ls /sys/class/net -Sysfs } }
        @{ Label = 'Invoke-NetNamespace, missing program'; Command = { Invoke-NetNamespace $one nt-none } }
        @{ Label = 'Invoke-NetNamespace -ScriptBlock'; Command = { Invoke-NetNamespace $one { 1; Write-Error 'bad' } } }
        @{ Label = 'New-NetnsSession'; Command = { New-NetnsSession $one | Remove-PSSession } }
        @{ Label = 'Start-NetnsProcess'; Command = { Start-NetnsProcess $one sleep 1000 | Stop-NetnsProcess } }
        @{ Label = 'Start-NetnsProcess, missing'; Command = { Start-NetnsProcess $one nt-none } }
        @{ Label = 'Enter-NetNamespace, missing'; Command = { Enter-NetNamespace nt-none } }
        @{ Label = 'Test-NetnsPing'; Command = { Test-NetnsPing 127.0.0.1 -Namespace $one -Count 1 } }
        @{ Label = 'Test-NetnsPing, no route'; Command = { Test-NetnsPing 192.0.2.1 -Namespace $two -Count 1 } }
        @{ Label = 'Start-NetnsCapture'; Command = { Start-NetnsCapture $one } }
        @{ Label = 'Start-NetnsCapture, missing link'; Command = { Start-NetnsCapture $one veth-9 } }
        @{ Label = 'Start-NetnsCapture, refused'; Command = { Start-NetnsCapture $one -Port 70000 } }
        @{ Label = 'Start-NetnsCapture, no folder'; Command = { Start-NetnsCapture $one -Path /nt-none/x.pcap } }
        @{ Label = 'Stop-NetnsCapture'; Command = { Start-NetnsCapture $one, $two | Stop-NetnsCapture } }
        @{ Label = 'Receive-NetnsCapture'; Command = { Start-NetnsCapture $one -Duration 0.01 | Receive-NetnsCapture -Wait } }
        @{ Label = 'Get-NetnsCapture'; Command = { Get-NetnsCapture } }
        @{ Label = 'Watch-NetnsPacket'; Command = { Watch-NetnsPacket $one, $two -Duration 0.01 } }
        @{ Label = 'Watch-NetnsPacket, missing'; Command = { Watch-NetnsPacket nt-none -Duration 0.01 } }
        @{ Label = 'Clear-NetNamespace'; Command = { Clear-NetNamespace "nt$PID-*" } }
        @{ Label = 'Use-NetnsLab'; Command = { Use-NetnsLab a, b { param($a, $b) New-VethPair x y -Namespace $a -PeerNamespace $b -Up; Start-NetnsProcess $a sleep 600 } } }
        @{ Label = 'Use-NetnsLab, bad name'; Command = { Use-NetnsLab 'a/b' { } } }
        @{ Label = 'New-NetnsLab'; Command = { New-NetnsLab a | Remove-NetnsLab } }
        @{ Label = 'Get-NetnsLab, missing'; Command = { Get-NetnsLab nosuch } }
        @{ Label = 'Wait-NetnsPort'; Command = { Wait-NetnsPort $one 80 -Gone } }
        @{ Label = 'Wait-NetnsPort, in vain'; Command = { Wait-NetnsPort $one 80 -TimeoutSeconds 0.01 } }
    )
}

Describe 'Invariants' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'inv1'
        $two = Get-TestName 'inv2'
        $three = Get-TestName 'inv3'
        $home1 = readlink /proc/self/ns/net
    }

    BeforeEach {
        $null = New-NetNamespace $one, $two
        $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
        $null = New-VethPair spare spare-peer -Namespace $one -PeerNamespace $one
    }

    AfterEach {
        Get-NetnsCapture | Stop-NetnsCapture | Out-Null
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'every thread is at home after <Label>' -ForEach $commands {
        & $Command -ErrorAction SilentlyContinue *>$null
        Get-ThreadNamespace | Should -Be $home1
    }

    It 'holds no descriptor more after 1,000 cycles' {
        $cycle = {
            $null = New-VethPair c-1 c-2 -Namespace $one -PeerNamespace $two
            $null = Get-NetnsLink $one c-1
            $null = Get-NetnsLink $one missing -ErrorAction SilentlyContinue
            $null = Test-NetnsPing 127.0.0.1 -Namespace $one -Count 1
            $null = New-NetNamespace $one -ErrorAction SilentlyContinue
            Wait-NetnsPort $one 80 -Gone
            $null = Start-NetnsCapture $one lo -Count 1 -SnapLength 64 | Stop-NetnsCapture
            $null = Start-NetnsCapture $one -Port 0 -ErrorAction SilentlyContinue
            Remove-NetnsLink c-1 -Namespace $one
            $null = Get-NetNamespace -All
            $null = New-NetNamespace $three -ProcessId $PID
            $null = Get-NetnsProcess $one
            Remove-NetNamespace $three
        }
        foreach ($round in 1..20) { & $cycle }
        [GC]::Collect(); [GC]::WaitForPendingFinalizers()
        $before = Get-DescriptorCount
        foreach ($round in 1..1000) { & $cycle }
        [GC]::Collect(); [GC]::WaitForPendingFinalizers()
        Get-DescriptorCount | Should -BeLessOrEqual $before
        Get-ThreadNamespace | Should -Be $home1
    }

    It 'ends at once when it is stopped, and is at home: <Label>' -ForEach @(
        @{ Label = 'a ping that waits for its reply'; Text = 'Test-NetnsPing 10.0.0.99 -Namespace {0} -Count 1 -Timeout 600' }
        @{ Label = 'a ping that waits for its next echo'; Text = 'Test-NetnsPing 127.0.0.1 -Namespace {0} -Repeat -Interval 600' }
        @{ Label = 'a ping that never waits'; Text = 'Test-NetnsPing 127.0.0.1 -Namespace {0} -Repeat -Interval 0' }
    ) {
        $null = Set-VethAddress veth-1 10.0.0.10/16 -Namespace $one
        ip -n $two link set veth-2 up
        # Neighbour entry without a host behind it: the echo leaves and nothing comes back.
        ip -n $one neigh replace 10.0.0.99 lladdr 02:00:00:00:00:99 dev veth-1
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; $($Text -f $one) | ForEach-Object { `$global:count++ }")
        $running = $shell.BeginInvoke()
        # It waits once its raw socket is there.
        $deadline = [datetime]::UtcNow.AddSeconds(30)
        do { $socket = ip netns exec $one tail -n +2 /proc/net/raw } until ($socket -or [datetime]::UtcNow -gt $deadline)
        $socket | Should -Not -BeNullOrEmpty
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $watch.Stop()
        $running.IsCompleted | Should -BeTrue
        $shell.Dispose()
        # The promise is 100 ms; the bound is wide of any machine's noise and far from the 600 s waited for.
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        ip netns exec $one tail -n +2 /proc/net/raw | Should -BeNullOrEmpty
        Get-ThreadNamespace | Should -Be $home1
    }

    It 'says what is missing without the capabilities: <Label>' -ForEach @(
        @{ Label = 'New-NetNamespace'; Text = 'New-NetNamespace nt-unprivileged'; Id = 'NamespacePermissionDenied,NetnsTools.Commands.NewNetNamespaceCommand'; Words = 'CAP_SYS_ADMIN' }
        @{ Label = 'New-VethPair'; Text = 'New-VethPair nt-a nt-b'; Id = 'LinkPermissionDenied,NetnsTools.Commands.NewVethPairCommand'; Words = 'CAP_NET_ADMIN' }
        @{ Label = 'Remove-NetNamespace'; Text = 'Remove-NetNamespace {0}'; Id = 'NamespacePermissionDenied,NetnsTools.Commands.RemoveNetNamespaceCommand'; Words = 'CAP_SYS_ADMIN' }
        @{ Label = 'Test-NetnsPing'; Text = 'Test-NetnsPing 127.0.0.1'; Id = 'EchoPermissionDenied,NetnsTools.Commands.TestNetnsPingCommand'; Words = 'CAP_NET_RAW' }
        @{ Label = 'Start-NetnsCapture'; Text = 'Start-NetnsCapture {0}'; Id = 'CapturePermissionDenied,NetnsTools.Commands.StartNetnsCaptureCommand'; Words = 'CAP_SYS_ADMIN' }
        @{ Label = 'Watch-NetnsPacket'; Text = 'Watch-NetnsPacket'; Id = 'CapturePermissionDenied,NetnsTools.Commands.WatchNetnsPacketCommand'; Words = 'CAP_NET_RAW' }
    ) {
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; try { $($Text -f $one) -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId; `$_.CategoryInfo.Category; `$_.Exception.Message }"
        $output = setpriv --bounding-set '-sys_admin,-net_admin,-net_raw' --inh-caps '-all' ([Environment]::ProcessPath) -NoProfile -Command $script
        $output[0] | Should -Be $Id
        $output[1] | Should -Be 'PermissionDenied'
        $output[2] | Should -Match $Words
        (Get-NetNamespace $one).State | Should -Be 'Live'
        Get-NetNamespace nt-unprivileged* | Should -BeNullOrEmpty
    }

    It 'reads without privileges' {
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; (Get-NetNamespace $one).Name; (Get-NetnsLink -Name lo).Name"
        $output = setpriv --bounding-set '-sys_admin,-net_admin,-net_raw' --inh-caps '-all' ([Environment]::ProcessPath) -NoProfile -Command $script
        $output | Should -Be $one, 'lo'
    }
}
