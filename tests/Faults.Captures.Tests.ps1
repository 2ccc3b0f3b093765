BeforeDiscovery { $notRoot = (id -u) -ne 0 }

# Captures and their files, with a failing system call. What .NET itself asks the kernel for is out of reach: for that a
# disk is full.
Describe 'With a failing system call, captures:' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/Faults.ps1
        $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine("$TestDrive", 'captures')).FullName
        $file = [IO.Path]::Combine($folder, 'one.pcapng')

        # Looking ends them: what ran is in the words.
        function Get-Running {
            $captures = @(Get-NetnsCapture)
            if ($captures) { $null = $captures | Stop-NetnsCapture -ErrorAction SilentlyContinue }
            "$($captures.Count) captures"
        }

        # What is in the folder: the file that was there, or another, and nothing else.
        function Get-File {
            ([IO.Directory]::GetFiles($folder) | ForEach-Object { "$([IO.Path]::GetFileName($_)) $([IO.File]::ReadAllText($_) -ceq 'precious')" }) -join ', '
        }

        New-Cable
        $capture = Start-NetnsCapture $one veth-1 -Protocol icmp
        $null = Test-NetnsPing 10.0.0.20 -Namespace $one -Count 1
        $packets = Stop-NetnsCapture $capture
        Remove-Machine
    }

    AfterEach {
        $null = $faults::Disarm()
        Get-NetnsCapture | Stop-NetnsCapture *> $null
        Remove-TestLeftover
    }

    It 'Start-NetnsCapture is all or nothing' {
        Test-EveryFault { New-Cable } {
            Start-NetnsCapture $one veth-1 -Protocol icmp -ErrorAction SilentlyContinue
        } 'PermissionDenied', 'OutOfMemory' { Get-Running } | Should -BeGreaterThan 40
    }

    It 'Start-NetnsCapture to a file is all or nothing, and a file that was there is as it was' {
        Test-EveryFault { New-Cable; [IO.File]::WriteAllText($file, 'precious') } {
            Start-NetnsCapture $one veth-1 -Path $file -ErrorAction SilentlyContinue
        } 'PermissionDenied', 'OutOfMemory' { "$(Get-Running), $(Get-File)" } | Should -BeGreaterThan 40
    }

    It 'Export-NetnsCapture replaces a file, or leaves it as it was and nothing beside it' {
        $packets | Should -HaveCount 2
        Test-EveryFault { [IO.File]::WriteAllText($file, 'precious') } {
            Export-NetnsCapture $file -InputObject $packets -ErrorAction SilentlyContinue
        } -Look { Get-File } | Should -BeGreaterThan 3
    }

    It 'Export-NetnsCapture leaves a file on a full disk as it was and nothing beside it' {
        $small = [IO.Directory]::CreateDirectory([IO.Path]::Combine("$TestDrive", 'small')).FullName
        mount -t tmpfs -o size=16k none $small
        try {
            [IO.File]::WriteAllText("$small/one.pcap", 'precious')
            sh -c "cat /dev/zero > $small/rest 2>/dev/null"
            Export-NetnsCapture "$small/one.pcap" -InputObject $packets -ErrorAction SilentlyContinue -ErrorVariable failure *> $null
        }
        catch { $failure = $_ }
        finally {
            $left = [IO.Directory]::GetFiles($small) | Sort-Object
            $content = [IO.File]::ReadAllText("$small/one.pcap")
            umount $small
        }

        @($failure)[0].Exception.Message | Should -Match 'ENOSPC'
        $left | Should -Be "$small/one.pcap", "$small/rest"
        $content | Should -Be 'precious'
    }
}
