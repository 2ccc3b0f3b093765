Describe 'Import-NetnsCapture' {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        # What dumpcap and tcpdump saw of the same packets, at both ends of a veth pair.
        $data = [IO.Path]::Combine($PSScriptRoot, 'Data')
        $pcapng = [IO.Path]::Combine($data, 'veth.pcapng')
        $pcap = [IO.Path]::Combine($data, 'veth.pcap')

        # A copy without its end: the last packet is cut.
        function New-CutFile([string] $Name) {
            $path = [IO.Path]::Combine($TestDrive, $Name)
            [IO.File]::WriteAllBytes($path, [IO.File]::ReadAllBytes($pcap)[0..1299])
            $path
        }
    }

    It 'gives packets, typed' {
        $packets = Import-NetnsCapture $pcapng
        $packets | Should -HaveCount 12
        $packets | Should -BeOfType NetnsTools.NetnsPacket
        # As tshark says.
        $packets[0].TimestampNanoseconds | Should -Be 1795540922434271454
        $packets[11].TimestampNanoseconds | Should -Be 1795540922841109898
        $packets.Length | Should -Not -BeNullOrEmpty
        ($packets | ForEach-Object { $_.CapturedLength }) | Should -Be 42, 42, 98, 98, 98, 98, 86, 86, 118, 118, 118, 118
        $packets[0].Interface | Should -Be 'veth-2'
        $packets[0].Namespace | Should -BeNullOrEmpty
        $packets[0].Direction | Should -Be 'Unknown'
        [Convert]::ToHexString($packets[0].Data[0..13]) | Should -Be 'FFFFFFFFFFFF0200000000010806'
    }

    It 'reads pcap as well' {
        $packets = Import-NetnsCapture $pcap
        $packets | Should -HaveCount 12
        $packets[0].TimestampNanoseconds | Should -Be 1795540922434258795
        $packets[0].Interface | Should -BeNullOrEmpty
    }

    It 'reads files packed with gzip' {
        $path = [IO.Path]::Combine($TestDrive, 'packed.pcapng.gz')
        $file = [IO.File]::Create($path)
        $packing = [IO.Compression.GZipStream]::new($file, [IO.Compression.CompressionMode]::Compress)
        $bytes = [IO.File]::ReadAllBytes($pcapng)
        $packing.Write($bytes, 0, $bytes.Length)
        $packing.Dispose()
        Import-NetnsCapture $path | Should -HaveCount 12
    }

    It 'takes several files, and wildcards' {
        Import-NetnsCapture $pcapng, $pcap | Should -HaveCount 24
        Import-NetnsCapture ([IO.Path]::Combine($data, 'veth.p*')) | Should -HaveCount 24
        Import-NetnsCapture ([IO.Path]::Combine($data, 'nothing*')) | Should -BeNullOrEmpty
    }

    It 'takes files and names from the pipeline' {
        Get-ChildItem $data | Import-NetnsCapture | Should -HaveCount 24
        Get-Item $pcap | Import-NetnsCapture | Should -HaveCount 12
        $pcap, $pcapng | Import-NetnsCapture | Should -HaveCount 24
    }

    It 'takes a name with brackets as it is' {
        $path = [IO.Path]::Combine($TestDrive, 'a[1].pcap')
        [IO.File]::Copy($pcap, $path)
        Import-NetnsCapture -LiteralPath $path | Should -HaveCount 12
        Get-ChildItem $TestDrive -Filter 'a*.pcap' | Import-NetnsCapture | Should -HaveCount 12
    }

    It 'knows drives and the current folder' {
        [IO.File]::Copy($pcap, [IO.Path]::Combine($TestDrive, 'here.pcap'))
        Import-NetnsCapture TestDrive:/here.pcap | Should -HaveCount 12
        Push-Location $TestDrive
        try { Import-NetnsCapture here.pcap | Should -HaveCount 12 } finally { Pop-Location }
    }

    It 'gives the packets of a damaged file, and then an error' {
        $path = New-CutFile 'cut.pcap'
        $packets = Import-NetnsCapture $path -ErrorVariable failure -ErrorAction SilentlyContinue
        $packets | Should -HaveCount 11
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureFileProtocol,NetnsTools.Commands.ImportNetnsCaptureCommand'
        $failure[0].CategoryInfo.Category | Should -Be 'ProtocolError'
        $failure[0].TargetObject | Should -Be $path
        "$($failure[0])" | Should -Be "Capture file '$path' is damaged at byte 1202: of a packet of 118 bytes there are only 82; the 11 packets before it were read."
    }

    It 'goes on with the next file after an error' {
        $missing = [IO.Path]::Combine($TestDrive, 'missing.pcap')
        $packets = Import-NetnsCapture (New-CutFile 'first.pcap'), $missing, $pcap -ErrorVariable failure -ErrorAction SilentlyContinue
        $packets | Should -HaveCount 23
        ($failure | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] }) | Should -Be 'CaptureFileProtocol', 'CaptureFileNotFound'
        "$($failure[1])" | Should -Be "Cannot open capture file '$missing': there is no such file."
    }

    It 'says what is no capture file' {
        foreach ($case in @('', 'it is empty'), @('hello', 'it begins with 68-65-6C-6C-6F')) {
            $path = [IO.Path]::Combine($TestDrive, 'other.pcap')
            [IO.File]::WriteAllText($path, $case[0])
            Import-NetnsCapture $path -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureFileInvalidInput,NetnsTools.Commands.ImportNetnsCaptureCommand'
            "$($failure[0])" | Should -Be "Capture file '$path' is no capture file: $($case[1])."
        }
        { Import-NetnsCapture $TestDrive -ErrorAction Stop } | Should -Throw '*it is a folder*' -ErrorId 'CaptureFileInvalidInput,*'
    }

    It 'refuses paths that are not those of files' {
        { Import-NetnsCapture env:PATH -ErrorAction Stop } | Should -Throw '*no path of a file*' -ErrorId 'CaptureFileInvalidInput,*'
        { Import-NetnsCapture env:PAT* -ErrorAction Stop } | Should -Throw '*no path of a file*' -ErrorId 'CaptureFileInvalidInput,*'
        { Import-NetnsCapture nodrive:/a.pcap -ErrorAction Stop } | Should -Throw '*no path of a file*' -ErrorId 'CaptureFileNotFound,*'
    }

    It 'reads no more than is asked for, and closes the file' {
        # Behind the first packets nothing can be read.
        $path = New-CutFile 'damaged.pcap'
        $packet = Import-NetnsCapture $path -ErrorVariable failure | Select-Object -First 11
        $packet | Should -HaveCount 11
        $failure | Should -BeNullOrEmpty
        @(sh -c "ls -l /proc/$PID/fd" | Where-Object { $_ -like "*$path*" }) | Should -HaveCount 0
    }
}
