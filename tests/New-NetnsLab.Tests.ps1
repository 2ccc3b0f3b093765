BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'New-NetnsLab' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $module = (Get-Module NetnsTools).Path
        $plain = Get-TestName 'lab'
    }

    AfterEach {
        Get-NetnsLab | Remove-NetnsLab
        Remove-TestLeftover
    }

    It 'begins with namespaces, in the order of their names' {
        $client, $server = (New-NetnsLab client, server -OutVariable lab).Namespace
        $client.Name | Should -Be "client-$lab"
        $server.Name | Should -Be "server-$lab"
        (Get-NetNamespace "*-$lab").Name | Should -Be $client.Name, $server.Name
        (Get-NetnsLink $client lo).IsUp | Should -BeTrue
        $lab[0].IsOpen | Should -BeTrue
        $lab[0].Content | Should -Be "namespace '$client'", "namespace '$server'"
    }

    It 'takes what is made from then on, until it is removed' {
        $lab = New-NetnsLab
        $null = New-NetNamespace $plain
        $lab.Content | Should -Be "namespace '$plain'"
        $lab | Remove-NetnsLab
        $lab.Content | Should -BeNullOrEmpty
        $null = New-NetNamespace $plain
        (Get-NetNamespace $plain).State | Should -Be 'Live'
    }

    It 'gives things to the one that was begun last' {
        $outer = New-NetnsLab
        $inner = New-NetnsLab
        $null = New-NetNamespace $plain
        $outer.Content | Should -BeNullOrEmpty
        $inner.Content | Should -Be "namespace '$plain'"
        # Also when they do not end in order.
        Remove-NetnsLab $outer
        (Get-NetNamespace $plain).State | Should -Be 'Live'
        Remove-NetnsLab $inner
        Get-NetNamespace "$plain*" | Should -BeNullOrEmpty
    }

    It 'gives each lab another name' {
        $names = foreach ($round in 1..50) { (New-NetnsLab).Name }
        $names | Group-Object | Should -HaveCount 50
    }

    It 'makes nothing where one of the names cannot be made' {
        New-NetnsLab good, 'a/b' -ErrorVariable record -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $record[0].FullyQualifiedErrorId | Should -Be 'NamespaceInvalidInput,NetnsTools.Commands.NewNetnsLabCommand'
        Get-NetNamespace 'good-*' | Should -BeNullOrEmpty
        Get-NetnsLab | Should -BeNullOrEmpty
    }

    It 'makes nothing with -WhatIf' {
        New-NetnsLab good -WhatIf | Should -BeNullOrEmpty
        Get-NetNamespace 'good-*' | Should -BeNullOrEmpty
    }

    It 'goes when PowerShell ends: <Label>' -ForEach @(
        @{ Label = 'by itself'; Ending = '' }
        @{ Label = 'with an error'; Ending = 'throw 1' }
        @{ Label = 'with SIGTERM'; Ending = 'kill $PID; Start-Sleep 600' }
        @{ Label = 'with SIGHUP'; Ending = 'kill -HUP $PID; Start-Sleep 600' }
    ) {
        $text = & ([Environment]::ProcessPath) -NoProfile -Command "Import-Module '$module'; `$lab = New-NetnsLab place; `$null = New-NetNamespace $plain; `$null = Start-NetnsProcess $plain sleep 601.$PID; `"`$lab`"; $Ending" 2>$null
        $text | Should -Match '^[a-z0-9]{6}$'
        Get-NetNamespace $plain, "place-$text" -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        ps -e -o args= | Where-Object { $_ -eq "sleep 601.$PID" } | Should -BeNullOrEmpty
    }

    It 'stays at a hangup where PowerShell does' {
        $text = sh -c 'trap "" HUP; exec "$@"' sh ([Environment]::ProcessPath) -NoProfile -Command "Import-Module '$module'; `$lab = New-NetnsLab place; kill -HUP `$PID; Start-Sleep 0.3; (Get-NetNamespace `"place-`$lab`").State"
        $text | Should -Be 'Live'
    }

    It 'is cleared away after a kill' {
        $text = & ([Environment]::ProcessPath) -NoProfile -Command "Import-Module '$module'; `$lab = New-NetnsLab place; `"`$lab`"; kill -KILL `$PID; Start-Sleep 600" 2>$null
        (Get-NetNamespace "place-$text").State | Should -Be 'Live'
        Clear-NetNamespace "place-$text"
        Get-NetNamespace "place-$text" -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }
}

# As a user's own tests would have it.
Describe 'A lab around tests' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $lab = New-NetnsLab client, server
        $client, $server = $lab.Namespace
        $pair = New-VethPair veth-1 veth-2 -Namespace $client -PeerNamespace $server -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
    }

    AfterAll {
        $names = $lab.Namespace.Name
        $lab | Remove-NetnsLab
        if (Get-NetNamespace $names -ErrorAction SilentlyContinue) { throw 'The lab has left namespaces.' }
    }

    It 'is there for each test' {
        $pair | Test-NetnsPing -Count 1 -Quiet | Should -BeTrue
    }

    Context 'and one inside' {
        BeforeAll { $inner = New-NetnsLab guest }
        AfterAll { $inner | Remove-NetnsLab }

        It 'takes what is made in the inner one' {
            $null = New-NetNamespace "x-$inner"
            $inner.Content | Should -HaveCount 2
            $lab.Content | Should -HaveCount 4
        }
    }

    It 'is as before after the inner one' {
        Get-NetnsLab | ForEach-Object Name | Should -Be $lab.Name
    }
}
