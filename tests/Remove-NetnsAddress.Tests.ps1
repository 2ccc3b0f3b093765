BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Remove-NetnsAddress' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'ra1'
        $null = New-NetNamespace $one
        $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $one
    }

    BeforeEach {
        $null = Set-VethAddress veth-1 10.0.0.10/16, fd00:1::10/64 -Namespace $one
        $null = Set-VethAddress veth-2 10.1.0.20/16 -Namespace $one
    }

    AfterAll {
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'removes <_> by address' -ForEach '10.0.0.10/16', '10.0.0.10', 'fd00:1::10/64' {
        Remove-NetnsAddress $_ -Namespace $one | Should -BeNullOrEmpty
        Get-NetnsAddress $one -Address ($_ -replace '/.*') | Should -BeNullOrEmpty
    }

    It 'removes what comes down the pipeline' {
        Get-NetnsAddress $one veth-1 -AddressFamily IPv4 | Remove-NetnsAddress
        Get-NetnsAddress $one veth-1 -AddressFamily IPv4 | Should -BeNullOrEmpty
        Get-NetnsAddress $one veth-2 -AddressFamily IPv4 | Should -HaveCount 1
    }

    It 'removes a secondary address that goes with its primary one' {
        $null = Set-VethAddress veth-1 10.3.0.1/16, 10.3.0.2/16 -Namespace $one
        Get-NetnsAddress $one -Name veth-1 -AddressFamily IPv4 | Remove-NetnsAddress -ErrorVariable record
        $record | Should -BeNullOrEmpty
        Get-NetnsAddress $one -Name veth-1 -AddressFamily IPv4 | Should -BeNullOrEmpty
        # One that was never there is an error still.
        Remove-NetnsAddress 10.3.0.2 -Namespace $one -ErrorVariable record -ErrorAction SilentlyContinue
        $record | Should -HaveCount 1
    }

    It 'removes an address with a peer' {
        ip -n $one addr add 192.0.2.1 peer 192.0.2.2/32 dev veth-1
        Remove-NetnsAddress 192.0.2.1 -Namespace $one -Name veth-1
        Get-NetnsAddress $one -Address 192.0.2.1 | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        Remove-NetnsAddress 10.0.0.10 -Namespace $one -WhatIf
        Get-NetnsAddress $one -Address 10.0.0.10 | Should -HaveCount 1
    }

    It 'refuses <Label>' -ForEach @(
        @{ Label = 'an address that is not there'; Address = '10.0.0.99'; Id = 'AddressNotFound' }
        @{ Label = 'another prefix length'; Address = '10.0.0.10/24'; Id = 'AddressNotFound' }
        @{ Label = 'an address on another link'; Address = '10.1.0.20'; Id = 'AddressNotFound' }
        @{ Label = 'a prefix that is too long'; Address = '10.0.0.10/33'; Id = 'AddressInvalidInput' }
    ) {
        Remove-NetnsAddress $Address -Namespace $one -Name veth-1 -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be "$Id,NetnsTools.Commands.RemoveNetnsAddressCommand"
        $record[0].TargetObject | Should -Be $Address
    }
}
