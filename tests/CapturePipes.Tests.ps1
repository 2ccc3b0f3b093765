# Captures through pipes: to programs that read them while they grow, and with nobody at the other end.
BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'A capture through a pipe' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestCable.ps1
        $one = Get-TestName 'pip1'
        $two = Get-TestName 'pip2'
        $pair = New-TestCable $one $two
        $recorded = [IO.Path]::Combine($PSScriptRoot, 'Data', 'veth.pcapng')
        $manifest = [IO.Path]::Combine((Get-Module NetnsTools).ModuleBase, 'NetnsTools.psd1')
        function New-Pipe {
            $path = "$TestDrive/$([guid]::NewGuid()).pcap"
            mkfifo $path
            $path
        }

        function Get-Promiscuity { (Get-NetnsLink $two veth-2).Promiscuity }
        # What holds a pipe open, of this process.
        function Test-Open([string] $Path) { [bool](sh -c "ls -l /proc/$PID/fd 2>/dev/null" | Where-Object { $_ -like "*-> $Path" }) }
    }

    AfterAll {
        Remove-NetNamespace $one, $two -Force
        Remove-TestLeftover
    }

    AfterEach { Get-NetnsCapture | Stop-NetnsCapture *> $null }

    It 'is read by others while it runs' {
        $path = New-Pipe
        # Waits until somebody writes.
        $tcpdump = Start-NetnsProcess $two tcpdump -- -nn -l -r $path
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -Path $path
        $null = $pair | Test-NetnsPing -Count 3 -Interval 0
        Wait-Until { $tcpdump.StandardOutput -match 'seq 3, length 64\n.*echo reply' } 'tcpdump has them, though the capture goes on'
        $packets = Stop-NetnsCapture $capture
        Wait-Until { $null -ne $tcpdump.ExitCode } 'tcpdump has seen the end'
        $tcpdump.ExitCode | Should -Be 0
        ($tcpdump.StandardOutput.Trim() -split '\n').Count | Should -Be $packets.Count
    }

    It 'goes from one program to the next' {
        $command = "Import-Module '$manifest'; Import-NetnsCapture /dev/stdin | Export-NetnsCapture /dev/stdout"
        $count = sh -c 'cat "$1" | "$2" -NoProfile -Command "$3" | wc -c' sh $recorded ([Environment]::ProcessPath) $command
        [int] $count | Should -BeGreaterThan 1000
        $summaries = sh -c '"$2" -NoProfile -Command "$3" <"$1" | cat >"$4"' sh $recorded ([Environment]::ProcessPath) $command "$TestDrive/through.pcapng"
        $summaries | Should -BeNullOrEmpty
        (Import-NetnsCapture "$TestDrive/through.pcapng").Summary | Should -Be (Import-NetnsCapture $recorded).Summary
    }

    It 'ends at once when it is stopped: <Label>' -ForEach @(
        @{ Label = 'Import-NetnsCapture, and nobody writes'; Command = "Import-NetnsCapture '{0}'"; Other = $null }
        @{ Label = 'Import-NetnsCapture, and who writes is silent'; Command = "Import-NetnsCapture '{0}'"; Other = 'exec 3>"$1"; sleep 600' }
        @{ Label = 'Export-NetnsCapture, and nobody reads'; Command = "Import-NetnsCapture '{1}' | Export-NetnsCapture '{0}'"; Other = $null }
        @{ Label = 'Start-NetnsCapture, and nobody reads'; Command = "Start-NetnsCapture {2} veth-2 -Promiscuous -Path '{0}'"; Other = $null }
    ) {
        $path = New-Pipe
        $other = if ($Other) { Start-NetnsProcess "pid:$PID" sh '-c' $Other sh $path }
        $pipeline = Start-TestPipeline ($Command -f $path, $recorded, $two)
        if ($Label -like 'Start*') { Wait-Until { (Get-Promiscuity) -eq 1 } 'it is armed' }
        elseif ($Label -like 'Import*') { Wait-Until { Test-Open $path } 'it waits' }
        else { Wait-Until { $pipeline.Shell.InvocationStateInfo.State -eq 'Running' } 'it runs' }
        # The promise is 100 ms; the bound is wide of any machine's noise.
        (Stop-TestPipeline $pipeline).TotalSeconds | Should -BeLessThan 5
        if ($other) { $other | Stop-NetnsProcess -Force }
        Test-Open $path | Should -BeFalse
        Get-Promiscuity | Should -Be 0
        Get-NetnsCapture | Should -BeNullOrEmpty
    }

    It 'does not hold up who stops it, when the reader reads no more' {
        $path = New-Pipe
        $reader = Start-NetnsProcess $two sh '-c' 'exec 3<"$1"; sleep 600' sh $path
        $capture = Start-NetnsCapture $two veth-2 -Protocol icmp -Path $path
        # More than the pipe takes.
        $null = $pair | Test-NetnsPing -Count 1000 -Interval 0
        $pipeline = Start-TestPipeline "Stop-NetnsCapture -Id $($capture.Id)"
        # It goes on waiting: the reader may only be slow.
        $pipeline.Running.AsyncWaitHandle.WaitOne(300) | Should -BeFalse
        (Stop-TestPipeline $pipeline).TotalSeconds | Should -BeLessThan 5
        Wait-Until { $capture.State -eq 'Failed' } 'it has ended'
        $capture.Reason | Should -Match 'nobody was at its other end'
        $reader | Stop-NetnsProcess -Force
    }

    It 'does not hold up the end of PowerShell' {
        $path = New-Pipe
        $reader = Start-NetnsProcess $two sh '-c' 'exec 3<"$1"; sleep 600' sh $path
        $script = "Import-Module '$manifest'; `$null = Start-NetnsCapture $two veth-2 -Protocol icmp -Path '$path'; `$null = Test-NetnsPing 10.0.0.20 -Namespace $one -Count 1000 -Interval 0; 'done'"
        & ([Environment]::ProcessPath) -NoProfile -Command $script | Should -Be 'done'
        $reader.HasExited | Should -BeFalse
        $reader | Stop-NetnsProcess -Force
    }
}
