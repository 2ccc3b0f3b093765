# How objects look, sort, and come through JSON, CLIXML and jobs.
BeforeDiscovery {
    $notRoot = (id -u) -ne 0
    $cases = @(
        @{ Type = 'NetNamespace'; Make = { Get-NetNamespace $one }; Words = { $one } }
        @{ Type = 'NetnsLab'; Make = { Get-NetnsLab $lab }; Words = { $one } }
        @{ Type = 'NetnsLink'; Make = { Get-NetnsLink $one veth-1 }; Words = { 'veth-1', '10.0.0.10', '02:00:00:00:00:01' } }
        @{ Type = 'VethPair'; Make = { $pair }; Words = { 'veth-1', 'veth-2', '10.0.0.20' } }
        @{ Type = 'NetnsAddress'; Make = { Get-NetnsAddress $one -Address 10.0.0.10 }; Words = { '10.0.0.10', 'veth-1' } }
        @{ Type = 'NetnsPingResult'; Make = { $ping }; Words = { '10.0.0.20', $one } }
        @{ Type = 'NetnsPingReply'; Make = { $ping.Replies[0] }; Words = { '10.0.0.20', $one } }
        @{ Type = 'NetnsCapture'; Make = { $capture }; Words = { 'veth-1', 'icmp' } }
        @{ Type = 'NetnsPacket'; Make = { $packets[0] }; Words = { '10.0.0.10', 'ICMP' } }
        @{ Type = 'NetnsBackgroundProcess'; Make = { $process }; Words = { 'sleep', $one } }
        @{ Type = 'NetnsProcess'; Make = { Get-NetnsProcess $one }; Words = { 'sleep', $one } }
        @{ Type = 'NetnsListener'; Make = { $listener }; Words = { '0.0.0.0', '8080' } }
        @{ Type = 'NetnsCommandResult'; Make = { Invoke-NetNamespace $one echo hello -PassThru }; Words = { 'hello', 'echo hello' } }
    )
}

Describe 'Views' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $lab = New-NetnsLab one, two
        $one, $two = $lab.Namespace.Name
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -MacAddress 02:00:00:00:00:01 -Address 10.0.0.10/16, 10.0.0.9/16 -PeerAddress 10.0.0.20/16
        $capture = Start-NetnsCapture $one veth-1 -Protocol icmp
        $ping = $pair | Test-NetnsPing -Count 2 -Interval 0
        $packets = $capture | Stop-NetnsCapture
        $process = Start-NetnsProcess $one sleep 600
        $server = Start-NetnsProcess $two ([Environment]::ProcessPath) '-NoProfile' '-Command' '$l = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Any, 8080); $l.Start(); [Threading.Thread]::Sleep(600000)'
        $listener = Wait-NetnsPort $two 8080
        $formats = [xml][IO.File]::ReadAllText("$((Get-Module NetnsTools).ModuleBase)/NetnsTools.Format.ps1xml")
    }

    AfterAll {
        $lab | Remove-NetnsLab
        Remove-TestLeftover
    }

    It '<Type> has a table, a list and a wide view, and words of its own' -ForEach $cases {
        $object = & $Make
        $object | Should -HaveCount 1
        $object[0].PSObject.TypeNames | Should -Contain "NetnsTools.$Type"
        $views = @($formats.Configuration.ViewDefinitions.View | Where-Object { @($_.ViewSelectedBy.TypeName) -contains "NetnsTools.$Type" })
        @($views | Where-Object TableControl) | Should -Not -BeNullOrEmpty
        @($views | Where-Object WideControl) | Should -Not -BeNullOrEmpty
        $table = $object | Format-Table | Out-String -Width 200
        $list = $object | Format-List | Out-String -Width 200
        foreach ($text in $table, $list, "$object") {
            $text.Trim() | Should -Not -BeNullOrEmpty
            $text | Should -Not -Match 'NetnsTools\.'
        }

        $list | Should -Match ' : '
    }

    It '<Type> survives JSON, CLIXML and a job' -ForEach $cases {
        $object = & $Make
        $json = $object | ConvertTo-Json -Depth 4 -WarningVariable warning -WarningAction SilentlyContinue
        # What a job and Export-Clixml do.
        $clixml = [Management.Automation.PSSerializer]::Serialize($object, 4)
        $copy = [Management.Automation.PSSerializer]::Deserialize($clixml)
        foreach ($word in & $Words) {
            $json | Should -Match ([regex]::Escape($word))
            $clixml | Should -Match ([regex]::Escape($word))
        }

        $copy.PSObject.TypeNames[0] | Should -Be "Deserialized.NetnsTools.$Type"
        "$copy" | Should -Be "$object"
        # Enumerations are numbers with a text by then.
        $copy | Format-Table | Out-String -Width 160 | Should -Be ($object | Format-Table | Out-String -Width 160)
    }

    It 'addresses sort by number' {
        (Get-NetnsAddress $one -Name veth-1 -AddressFamily IPv4 | Sort-Object Address).IPAddress.IPAddressToString | Should -Be '10.0.0.9', '10.0.0.10'
        (Get-NetnsAddress $one | Sort-Object | Select-Object -First 3).IPAddress.IPAddressToString | Should -Be '10.0.0.9', '10.0.0.10', '127.0.0.1'
        $packets | Sort-Object Source -Descending | Select-Object -First 1 | ForEach-Object { "$($_.Source)" } | Should -Be '10.0.0.20'
    }

    It 'an address is one all the same' {
        $address = (Get-NetnsAddress $one -Address 10.0.0.9)[0].Address
        $address -is [ipaddress] | Should -BeTrue
        $address -eq [ipaddress]'10.0.0.9' | Should -BeTrue
        [ipaddress]'10.0.0.9' -eq $address | Should -BeTrue
        $address -lt [ipaddress]'10.0.0.10' | Should -BeTrue
        $address -eq '10.0.0.9' | Should -BeTrue
        $address -eq '10.0.0.10' | Should -BeFalse
        $address -eq 'no address' | Should -BeFalse
        $address -in '10.0.0.1', '10.0.0.9' | Should -BeTrue
        $packets.Source -contains '10.0.0.20' | Should -BeTrue
        Get-NetnsAddress $one | Where-Object Address -eq '10.0.0.9' | Should -HaveCount 1
        @{ $address = 1 }[[ipaddress]'10.0.0.9'] | Should -Be 1
        (Test-NetnsPing $address -Namespace $one -Count 1).Success | Should -BeTrue
    }

    It 'a pair in a list has both ends whole' {
        $text = $pair | Format-List | Out-String -Width 200
        foreach ($word in "Left +: veth-1@if$($pair.Right.InterfaceIndex)", "LeftNamespace +: $one", 'LeftMac +: 02:00:00:00:00:01', 'RightAddresses +: 10.0.0.20/16', 'RightState +: UP') {
            $text | Should -Match $word
        }
    }
}
