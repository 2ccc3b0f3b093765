BeforeDiscovery { $notRoot = (id -u) -ne 0 }

# With three capabilities everything works; without one of them the error names it.
Describe 'With less than all privileges' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'lp1'
        $two = Get-TestName 'lp2'
        $module = (Get-Module NetnsTools).Path

        # Runs a script in a PowerShell that has these capabilities and no others.
        function Invoke-WithCapability([string[]] $Capability, [string] $Script) {
            $set = (@('-all') + ($Capability | ForEach-Object { "+$_" })) -join ','
            setpriv --bounding-set $set --inh-caps '-all' ([Environment]::ProcessPath) -NoProfile -Command "Import-Module '$module'; $Script"
        }
    }

    AfterEach { Remove-TestLeftover }

    It 'the walk-through works with CAP_NET_ADMIN, CAP_SYS_ADMIN and CAP_NET_RAW' {
        $script = "`$ErrorActionPreference = 'Stop'; " +
            "(New-NetNamespace $one, $two).Name; " +
            "`$pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two; " +
            "`$pair = Set-VethAddress -InputObject `$pair -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16; " +
            "`$capture = Start-NetnsCapture $two veth-2 -Protocol icmp; " +
            "(`$pair | Test-NetnsPing -Count 2).Received; " +
            "(`$capture | Stop-NetnsCapture).Count; " +
            "(Get-NetnsLink -Namespace $two).Name -join ','; " +
            "(Invoke-NetNamespace $one ip link -PassThru).ExitCode; " +
            "`$null = Set-NetnsLink veth-1 -SourceNamespace $one -Mtu 1400; " +
            "Get-NetNamespace $one, $two | Remove-NetNamespace; " +
            "'removed'"
        $output = Invoke-WithCapability 'net_admin', 'sys_admin', 'net_raw' $script
        $output | Should -Be $one, $two, '2', '4', 'lo,veth-2', '0', 'removed'
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'what was abandoned with those three is cleared with them' {
        $null = Invoke-WithCapability 'net_admin', 'sys_admin', 'net_raw' "`$null = New-NetNamespace $one; sh -c 'kill -KILL `$PPID'" 2>&1
        (Get-NetNamespace $one).State | Should -Be 'Live'
        $output = Invoke-WithCapability 'net_admin', 'sys_admin' "Clear-NetNamespace $one; 'cleared'"
        $output | Should -Be 'cleared'
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'without <Without> it says so: <Text>' -ForEach @(
        @{ Without = 'sys_admin'; Text = 'New-NetNamespace {1}' }
        @{ Without = 'sys_admin'; Text = 'Remove-NetNamespace {0}' }
        @{ Without = 'sys_admin'; Text = 'Clear-NetNamespace {0}' }
        @{ Without = 'sys_admin'; Text = 'Get-NetnsLink -Namespace {0}' }
        @{ Without = 'sys_admin'; Text = 'New-VethPair lp-1 lp-2 -PeerNamespace {0}' }
        @{ Without = 'sys_admin'; Text = 'Test-NetnsPing 127.0.0.1 -Namespace {0}' }
        @{ Without = 'sys_admin'; Text = 'Start-NetnsCapture {0} lo' }
        @{ Without = 'sys_admin'; Text = 'Invoke-NetNamespace {0} true' }
        @{ Without = 'net_admin'; Text = 'New-VethPair lp-1 lp-2' }
        @{ Without = 'net_admin'; Text = 'Set-NetnsLink lo -SourceNamespace {0} -Mtu 1400' }
        @{ Without = 'net_raw'; Text = 'Test-NetnsPing 127.0.0.1 -Namespace {0}' }
        @{ Without = 'net_raw'; Text = 'Start-NetnsCapture {0} lo' }
    ) {
        $null = New-NetNamespace $one
        $others = 'net_admin', 'sys_admin', 'net_raw' | Where-Object { $_ -ne $Without }
        $output = Invoke-WithCapability $others "try { $($Text -f $one, $two) -ErrorAction Stop } catch { `$_.CategoryInfo.Category; `$_.Exception.Message }"
        $output[0] | Should -Be 'PermissionDenied'
        $output[1] | Should -Match "lacks CAP_$($Without.ToUpperInvariant())\.`$"
        (Get-NetNamespace $one).State | Should -Be 'Live'
        Get-NetNamespace $two -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-NetnsLink -Name lp-1, lp-2 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'makes no file that others can write, or read what was captured from, whatever the umask is' {
        $script = "Import-Module '$module'; " +
            "`$null = New-NetNamespace $one; `$null = New-NetNamespace $two -ProcessId `$PID; " +
            "`$capture = Start-NetnsCapture $one -Path '$TestDrive/started.pcap'; `$null = Test-NetnsPing 127.0.0.1 -Namespace $one -Count 1; " +
            "Stop-NetnsCapture `$capture | Export-NetnsCapture '$TestDrive/exported.pcapng'; " +
            "stat -c %a '$TestDrive/started.pcap' '$TestDrive/exported.pcapng'; " +
            # Beneath the mounts.
            "umount /run/netns/$one; umount /run/netns/$two; stat -c %a /run/netns/$one /run/netns/$two /run/netns"
        sh -c 'umask 0; exec "$@"' sh ([Environment]::ProcessPath) -NoProfile -Command $script | Should -Be '600', '600', '400', '600', '755'
    }
}
