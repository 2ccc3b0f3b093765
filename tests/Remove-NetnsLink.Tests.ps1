BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Remove-NetnsLink' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'del1'
        $two = Get-TestName 'del2'
    }

    BeforeEach {
        $null = New-NetNamespace $one, $two
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
    }

    AfterEach {
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    It 'deletes by name; both ends go' {
        Remove-NetnsLink veth-1 -Namespace $one | Should -BeNullOrEmpty
        (Get-NetnsLink $one).Name | Should -Be 'lo'
        (Get-NetnsLink $two).Name | Should -Be 'lo'
    }

    It 'deletes a piped link' {
        Get-NetnsLink $two veth-2 | Remove-NetnsLink
        (Get-NetnsLink $one).Name | Should -Be 'lo'
    }

    It 'deletes a pair, its two ends at once, without an error' {
        $pair | Remove-NetnsLink -ErrorAction Stop
        (Get-NetnsLink $one).Name | Should -Be 'lo'
    }

    It 'deletes by wildcard, a pair with both ends in one namespace included' {
        $null = New-VethPair a-1 a-2 -Namespace $one -PeerNamespace $one
        Remove-NetnsLink a-* -Namespace $one -ErrorAction Stop
        (Get-NetnsLink $one).Name | Should -Be 'lo', 'veth-1'
    }

    It 'deletes nothing with -WhatIf' {
        Remove-NetnsLink veth-1 -Namespace $one -WhatIf
        (Get-NetnsLink $one).Name | Should -Be 'lo', 'veth-1'
    }

    It 'says that a link is missing' {
        Remove-NetnsLink veth-9 -Namespace $one -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].FullyQualifiedErrorId | Should -Be 'LinkNotFound,NetnsTools.Commands.RemoveNetnsLinkCommand'
        $record[0].TargetObject | Should -Be 'veth-9'
    }

    It 'says that lo cannot be deleted' {
        Remove-NetnsLink lo -Namespace $one -ErrorAction SilentlyContinue -ErrorVariable record
        $record | Should -HaveCount 1
        $record[0].CategoryInfo.Category | Should -Be 'NotImplemented'
        $record[0].FullyQualifiedErrorId | Should -Be 'LinkNotSupported,NetnsTools.Commands.RemoveNetnsLinkCommand'
        $record[0].Exception.Message | Should -Be "Link 'lo' in namespace '$one' cannot be deleted: each namespace has its loopback as long as it lives. It can be switched off."
    }

    It 'frees the names at once' {
        foreach ($round in 1..20) {
            Remove-NetnsLink veth-1 -Namespace $one -ErrorAction Stop
            $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -ErrorAction Stop
        }

        (Get-NetnsLink $one).Name | Should -Be 'lo', 'veth-1'
    }
}
