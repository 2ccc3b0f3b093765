Describe 'Export-NetnsCapture' {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $data = [IO.Path]::Combine($PSScriptRoot, 'Data')
        $packets = Import-NetnsCapture ([IO.Path]::Combine($data, 'veth.pcapng'))

        function Get-TestPath([string] $Name) { [IO.Path]::Combine($TestDrive, $Name) }

        function Get-Summary($Packets) { $Packets | ForEach-Object { "$($_.TimestampNanoseconds) $($_.Length) $([Convert]::ToHexString($_.Data))" } }

        # How the file begins: its format.
        function Get-Magic([string] $Path) { [Convert]::ToHexString([IO.File]::ReadAllBytes($Path)[0..3]) }

        # All that is in the folder, hidden files too.
        function Get-FileName { @([IO.Directory]::GetFiles($TestDrive) | ForEach-Object { [IO.Path]::GetFileName($_) } | Sort-Object) }
    }

    It 'writes a file that gives the same packets' {
        foreach ($name in 'same.pcapng', 'same.pcap') {
            $path = Get-TestPath $name
            $packets | Export-NetnsCapture $path | Should -BeNullOrEmpty
            Get-Summary (Import-NetnsCapture $path) | Should -Be (Get-Summary $packets)
        }
        (Import-NetnsCapture (Get-TestPath 'same.pcapng'))[0].Interface | Should -Be 'veth-2'
    }

    It 'writes pcap as tcpdump does' {
        $original = [IO.Path]::Combine($data, 'veth.pcap')
        Import-NetnsCapture $original | Export-NetnsCapture (Get-TestPath 'exact.pcap')
        [Convert]::ToHexString([IO.File]::ReadAllBytes((Get-TestPath 'exact.pcap'))) |
            Should -Be ([Convert]::ToHexString([IO.File]::ReadAllBytes($original)))
    }

    It 'chooses the format by the name, unless it is told' {
        foreach ($case in @('a.pcap', $null, '4D3CB2A1'), @('a.CAP', $null, '4D3CB2A1'), @('a.pcapng', $null, '0A0D0D0A'), @('a', $null, '0A0D0D0A'),
            @('b.pcap', 'Pcapng', '0A0D0D0A'), @('b.pcapng', 'Pcap', '4D3CB2A1')) {
            $more = @{}
            if ($case[1]) { $more.Format = $case[1] }
            Export-NetnsCapture (Get-TestPath $case[0]) -InputObject $packets @more
            Get-Magic (Get-TestPath $case[0]) | Should -Be $case[2] -Because "$case"
        }
    }

    It 'packs a file whose name asks for it: <Name>' -ForEach @{ Name = 'packed.pcap.gz'; Magic = '4D3CB2A1' }, @{ Name = 'packed.pcapng.GZ'; Magic = '0A0D0D0A' } {
        $path = Get-TestPath $Name
        $packets | Export-NetnsCapture $path
        Get-Magic $path | Should -Match '^1F8B08'
        # As gzip itself unpacks it, whole.
        $unpacked = Get-TestPath 'unpacked'
        sh -c 'gzip -dc < "$1" > "$2"' sh $path $unpacked
        $LASTEXITCODE | Should -Be 0
        Get-Magic $unpacked | Should -Be $Magic
        Get-Summary (Import-NetnsCapture $path) | Should -Be (Get-Summary $packets)
        (Get-Item $path).Length | Should -BeLessThan (Get-Item $unpacked).Length
    }

    It 'writes an empty file of no packets' {
        foreach ($name in 'empty.pcap', 'empty.pcapng') {
            @() | Export-NetnsCapture (Get-TestPath $name)
            Import-NetnsCapture (Get-TestPath $name) -ErrorAction Stop | Should -BeNullOrEmpty
        }
    }

    It 'takes captures for their packets' -Skip:((id -u) -ne 0) {
        $name = Get-TestName 'exp1'
        $null = New-NetNamespace $name
        try {
            $capture = Start-NetnsCapture $name lo -Protocol icmp
            $null = Test-NetnsPing 127.0.0.1 -Namespace $name -Count 2 -Interval 0
            $null = Stop-NetnsCapture $capture
            $capture | Export-NetnsCapture (Get-TestPath 'one.pcapng')
            Get-Summary (Import-NetnsCapture (Get-TestPath 'one.pcapng')) | Should -Be (Get-Summary $capture.Packets)
            $null = Export-NetnsCapture (Get-TestPath 'two.pcapng') -InputObject $capture, $capture
            @(Import-NetnsCapture (Get-TestPath 'two.pcapng')).Count | Should -Be 8
        }
        finally { Remove-NetNamespace $name }
    }

    It 'gives the file where it is asked to' {
        $file = $packets | Export-NetnsCapture (Get-TestPath 'passed.pcap') -PassThru
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be (Get-TestPath 'passed.pcap')
        $file.Length | Should -Be 1336
    }

    It 'lets only the owner read a new file, and keeps the permissions of an old one' {
        $path = Get-TestPath 'mode.pcap'
        $packets | Export-NetnsCapture $path
        stat -c %a $path | Should -Be 600
        chmod 640 $path
        $packets | Export-NetnsCapture $path
        stat -c %a $path | Should -Be 640
    }

    It 'can read from the file that it overwrites' {
        $path = Get-TestPath 'self.pcapng'
        $packets | Export-NetnsCapture $path
        Import-NetnsCapture $path | Where-Object { $_.Length -eq 42 } | Export-NetnsCapture $path
        Import-NetnsCapture $path | Should -HaveCount 2
    }

    It 'writes where a link leads, and leaves the link' {
        ln -s 'linked.pcap' (Get-TestPath 'link.pcap')
        foreach ($count in 1, 2) { $packets | Export-NetnsCapture (Get-TestPath 'link.pcap') }
        readlink (Get-TestPath 'link.pcap') | Should -Be 'linked.pcap'
        Import-NetnsCapture (Get-TestPath 'linked.pcap') | Should -HaveCount 12
    }

    It 'knows drives and the current folder, and takes brackets as they are' {
        $packets | Export-NetnsCapture 'TestDrive:/drive.pcap'
        Push-Location $TestDrive
        try { $packets | Export-NetnsCapture -LiteralPath 'b[1].pcap' } finally { Pop-Location }
        Get-FileName | Should -Contain 'drive.pcap'
        Get-FileName | Should -Contain 'b[1].pcap'
    }

    It 'does nothing with -WhatIf' {
        $packets | Export-NetnsCapture (Get-TestPath 'whatif.pcap') -WhatIf -PassThru | Should -BeNullOrEmpty
        Get-FileName | Should -Not -Contain 'whatif.pcap'
    }

    It 'overwrites nothing with -NoClobber' {
        $path = Get-TestPath 'keep.pcap'
        $packets[0] | Export-NetnsCapture $path -NoClobber
        { $packets | Export-NetnsCapture $path -NoClobber } | Should -Throw '*exists already*' -ErrorId 'CaptureFileAlreadyExists,*'
        Import-NetnsCapture $path | Should -HaveCount 1
    }

    It 'leaves the old file, and no other, after an error' {
        $path = Get-TestPath 'old.pcap'
        $packets[0] | Export-NetnsCapture $path
        $before = Get-FileName
        { $packets | ForEach-Object { $_; throw 'broken' } | Export-NetnsCapture $path } | Should -Throw 'broken'
        Import-NetnsCapture $path | Should -HaveCount 1
        Get-FileName | Should -Be $before
    }

    It 'leaves the old file, and no other, when it is stopped' {
        $path = Get-TestPath 'stopped.pcap'
        $packets[0] | Export-NetnsCapture $path
        $before = Get-FileName
        $shell = [PowerShell]::Create()
        $null = $shell.AddScript('param($module, $packet, $path) Import-Module $module; & { while ($true) { $packet } } | Export-NetnsCapture $path')
        foreach ($argument in (Get-Module NetnsTools).Path, $packets[0], $path) { $null = $shell.AddArgument($argument) }
        $null = $shell.BeginInvoke()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        while ((Get-FileName).Count -eq $before.Count -and $watch.Elapsed.TotalSeconds -lt 60) { Start-Sleep -Milliseconds 5 }
        $during = Get-FileName
        $shell.Stop()
        $shell.Dispose()
        $during | Should -HaveCount ($before.Count + 1)
        Get-FileName | Should -Be $before
        Import-NetnsCapture $path | Should -HaveCount 1
    }

    It 'writes all that comes where only what feeds it is stopped' {
        $packets | Select-Object -First 3 | Export-NetnsCapture (Get-TestPath 'three.pcap')
        Import-NetnsCapture (Get-TestPath 'three.pcap') | Should -HaveCount 3
    }

    It 'refuses what it cannot write to, once and for all' {
        { $packets | Export-NetnsCapture (Get-TestPath 'none/a.pcap') } | Should -Throw '*folder does not exist*' -ErrorId 'CaptureFileNotFound,*'
        { $packets | Export-NetnsCapture $TestDrive } | Should -Throw '*it is a folder*' -ErrorId 'CaptureFileInvalidInput,*'
        { $packets | Export-NetnsCapture env:a } | Should -Throw '*no path of a file*' -ErrorId 'CaptureFileInvalidInput,*'
        { $packets | Export-NetnsCapture /dev/full } | Should -Throw '*No space left on device*' -ErrorId 'CaptureFileFailed,*'
        ln -s /dev/full (Get-TestPath 'full.pcap.gz')
        { $packets | Export-NetnsCapture (Get-TestPath 'full.pcap.gz') } | Should -Throw '*No space left on device*' -ErrorId 'CaptureFileFailed,*'
    }
}
