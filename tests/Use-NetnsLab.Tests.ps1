BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Use-NetnsLab' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/TestProcess.ps1
        $module = (Get-Module NetnsTools).Path
        $plain = Get-TestName 'lab'
        $link = "l$PID"

        # All that the machine has of what these tests make.
        function Get-Machine { "$(Get-NetNamespace | ForEach-Object Name) | $(Get-NetnsLink | ForEach-Object Name) | $(Get-NetnsCapture) | $(Get-NetnsLab)" }
    }

    BeforeEach { $before = Get-Machine }

    AfterEach {
        Get-NetnsLab | Remove-NetnsLab
        Remove-TestProcess
        Remove-TestLeftover
    }

    It 'gives the block namespaces of its own, and the lab, as arguments' {
        $seen = Use-NetnsLab client, server {
            param($client, $server, $lab)
            $client.Name, $server.Name, $lab.Name
            (Get-NetNamespace "*-$lab").Name -join ' '
            $lab.Namespace.Name -join ' '
        }
        $seen[0] | Should -Be "client-$($seen[2])"
        $seen[1] | Should -Be "server-$($seen[2])"
        $seen[2] | Should -Match '^[a-z0-9]{6}$'
        $seen[3] | Should -Be "$($seen[0]) $($seen[1])"
        $seen[4] | Should -Be "$($seen[0]) $($seen[1])"
        Get-Machine | Should -Be $before
    }

    It 'takes away all kinds of things: <Label>' -ForEach @(
        @{ Label = 'a namespace'; Command = { $null = New-NetNamespace $plain }; Words = "namespace 'nt$PID-lab'" }
        @{ Label = 'a name for one that lives'; Command = { $null = New-NetNamespace $plain -ProcessId $PID }; Words = "name 'nt$PID-lab'" }
        @{ Label = 'a pair with both ends on the host'; Command = { $null = New-VethPair "$($link)a" "$($link)b" }; Words = "link 'l$($PID)a' in the current namespace" }
        @{ Label = 'a pair with one end on the host'; Command = { $null = New-VethPair "$($link)a" x -PeerNamespace $place }; Words = "link 'l$($PID)a' in the current namespace" }
        @{ Label = 'a program'; Command = { $null = Start-NetnsProcess $place sleep "600.$PID" }; Words = "process sleep \(\d+\) in namespace 'place-" }
        @{ Label = 'a capture'; Command = { $null = Start-NetnsCapture $place }; Words = "capture \d+: any in place-" }
        @{ Label = 'a session'; Command = { $null = New-NetnsSession $place }; Words = "session \d+ in namespace 'place-" }
    ) {
        $content = Use-NetnsLab place { param($place, $lab) . $Command; $lab.Content }
        $content[0] | Should -Match "^namespace 'place-"
        $content[1] | Should -Match $Words
        Get-Machine | Should -Be $before
        Get-PSSession | Should -BeNullOrEmpty
        ps -e -o args= | Where-Object { $_ -eq "sleep 600.$PID" } | Should -BeNullOrEmpty
    }

    It 'ends what others started in its namespaces, and leaves what lives elsewhere' {
        $outside = Start-TestProgram 'sleep', '600'
        $inside = Use-NetnsLab place { param($place) Start-TestProcess $place 'sleep', '600' }
        Test-Running $inside.Id | Should -BeFalse
        Test-Running $outside.Id | Should -BeTrue
    }

    It 'leaves a process alone whose namespace it gave a name' {
        $lonely = Start-LonelyProcess
        Use-NetnsLab { $null = New-NetNamespace $plain -ProcessId $lonely.Id }
        Test-Running $lonely.Id | Should -BeTrue
        Get-Machine | Should -Be $before
    }

    It 'ends a program that does not hear SIGTERM' {
        $id = Use-NetnsLab place {
            param($place)
            (Start-NetnsProcess $place sh '-c' 'trap "" TERM; while :; do sleep 0.1; done').Id
        }
        Test-Running $id | Should -BeFalse
        Get-Machine | Should -Be $before
    }

    It 'takes a link away that was moved out of it, with another name' {
        ip netns add $plain
        Use-NetnsLab place {
            param($place)
            $pair = New-VethPair "$($link)a" "$($link)b"
            $null = $pair.Left | Set-NetnsLink -Namespace $plain -NewName moved
            (Get-NetnsLink $plain).Name | Should -Be 'lo', 'moved'
            $null = $pair.Right | Set-NetnsLink -Namespace $plain
        }
        (Get-NetnsLink $plain).Name | Should -Be 'lo'
    }

    It 'leaves alone what took the place of a thing of its own' {
        Use-NetnsLab {
            $null = New-NetNamespace $plain
            ip netns del $plain
            ip netns add $plain
            $null = New-VethPair "$($link)a" "$($link)b"
            ip link del "$($link)a"
            ip link add "$($link)a" type bridge
        }
        (Get-NetNamespace $plain).State | Should -Be 'Live'
        (Get-NetnsLink -Name "$($link)a").Kind | Should -Be 'bridge'
        Remove-NetnsLink "$($link)a"
    }

    It 'says nothing of what was removed in between' {
        Use-NetnsLab place {
            param($place)
            $null = New-NetNamespace $plain
            Remove-NetNamespace $plain
            ip netns del $place
        } -ErrorVariable record
        $record | Should -BeNullOrEmpty
        Get-Machine | Should -Be $before
    }

    It 'gives output as it is made, and takes all away when nobody wants more' {
        Use-NetnsLab place { param($place) 1; $null = New-NetNamespace $plain; 2; throw 'not reached' } | Select-Object -First 2 | Should -Be 1, 2
        Get-Machine | Should -Be $before
    }

    It 'takes all away after an exception, which goes on' {
        { Use-NetnsLab place { $null = New-NetNamespace $plain; throw 'oops' } } | Should -Throw 'oops'
        Get-Machine | Should -Be $before
    }

    It 'takes all away where return, break and exit leave the block' {
        Use-NetnsLab place { return 5 } | Should -Be 5
        foreach ($round in 1..3) { Use-NetnsLab place { break } }
        $round | Should -Be 1
        Get-Machine | Should -Be $before
        $null = & ([Environment]::ProcessPath) -NoProfile -Command "Import-Module '$module'; Use-NetnsLab place { `$null = New-NetNamespace $plain; exit 3 }"
        $LASTEXITCODE | Should -Be 3
        Get-Machine | Should -Be $before
    }

    It 'runs the block like any other: errors, scopes and variables' {
        $outer = 1
        $result = Use-NetnsLab { $outer; $outer = 2; Write-Error 'bad'; Write-Warning 'careful' } -ErrorVariable record -WarningVariable warning 2>$null 3>$null
        $result | Should -Be 1
        $outer | Should -Be 1
        "$record" | Should -Be 'bad'
        "$warning" | Should -Be 'careful'
    }

    It 'is nested: each takes away its own' {
        Use-NetnsLab outer {
            param($outer)
            $inner = Use-NetnsLab inner { param($inner) $null = New-NetNamespace $plain; $inner.Name; (Get-NetnsLab).Count }
            $inner[1] | Should -Be 2
            Get-NetNamespace $plain, $inner[0] -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            (Get-NetNamespace $outer).State | Should -Be 'Live'
            $null = New-NetNamespace $plain
        }
        Get-Machine | Should -Be $before
    }

    It 'takes what functions of other modules make, too' {
        $other = New-Module { function New-TestThing([string] $Name) { New-NetNamespace $Name } }
        Use-NetnsLab { $null = New-TestThing $plain; (Get-NetnsLab).Content | Should -Be "namespace '$plain'" }
        Get-Machine | Should -Be $before
        Remove-Module $other
    }

    It 'takes part in one that was begun in another runspace' {
        $lab = New-NetnsLab
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$lab) Import-Module '$module'; Use-NetnsLab -Lab `$lab { param(`$same) `$null = New-NetNamespace $plain; `"`$same`" }; (Get-NetnsLab).Count").AddArgument($lab)
        $shell.Invoke() | Should -Be "$lab", 1
        $shell.Dispose()
        $lab.Content | Should -Be "namespace '$plain'"
        $lab | Remove-NetnsLab
        Get-Machine | Should -Be $before
    }

    It 'takes away at once what is made in one that has ended' {
        $lab = New-NetnsLab
        Remove-NetnsLab $lab
        Use-NetnsLab -Lab $lab { New-NetNamespace $plain } -ErrorVariable record 2>$null | Should -BeNullOrEmpty
        $record[0].FullyQualifiedErrorId | Should -Be 'LabNotFound,NetnsTools.Commands.NewNetNamespaceCommand'
        $record[0].Exception.Message | Should -Match "Lab $lab has ended meanwhile: namespace '$plain' was taken away again"
        Get-Machine | Should -Be $before
    }

    It 'runs side by side with others of the same names' {
        $shells = foreach ($number in 1..4) {
            $shell = [powershell]::Create()
            $null = $shell.AddScript(@"
Import-Module '$module'
foreach (`$round in 1..5) {
    Use-NetnsLab client, server {
        param(`$client, `$server)
        New-VethPair veth-1 veth-2 -Namespace `$client -PeerNamespace `$server -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16 | Test-NetnsPing -Count 1 -Quiet
    }
}
"@)
            $shell
        }
        $runs = foreach ($shell in $shells) { $shell.BeginInvoke() }
        $results = for ($index = 0; $index -lt 4; $index++) { $shells[$index].EndInvoke($runs[$index]); $shells[$index].Streams.Error; $shells[$index].Dispose() }
        $results | Should -Be (@($true) * 20)
        Get-Machine | Should -Be $before
    }

    It 'ends within moments when it is stopped, and takes all away: <Label>' -ForEach @(
        @{ Label = 'while a cmdlet of ours waits'; Body = "'ready'; Wait-NetnsPort `$place 80 -TimeoutSeconds 600" }
        @{ Label = 'while a script loops'; Body = "'ready'; while (`$true) { }" }
        @{ Label = 'with a program that does not hear SIGTERM'; Body = "`$null = Start-NetnsProcess `$place sh '-c' 'trap `"`" TERM; while :; do sleep 0.1; done'; 'ready'; Wait-NetnsPort `$place 80 -TimeoutSeconds 600" }
        @{ Label = 'in an inner lab'; Body = "Use-NetnsLab inner { 'ready'; Wait-NetnsPort `$place 80 -TimeoutSeconds 600 }" }
    ) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$module'; Use-NetnsLab place { param(`$place) `$null = New-VethPair $($link)a x -PeerNamespace `$place; $Body }")
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        Wait-TestCondition { $output.Count -gt 0 }
        $output[0] | Should -Be 'ready'
        $running.IsCompleted | Should -BeFalse
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        # 100 ms and what the kernel needs are the promise; the bound is wide of any machine's noise and far from 600 s.
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $running.IsCompleted | Should -BeTrue
        $shell.Dispose()
        Get-Machine | Should -Be $before
        Get-ThreadNamespace | Should -HaveCount 1
    }

    It 'refuses before anything is made: <Label>' -ForEach @(
        @{ Label = 'a name with a slash'; Names = , 'a/b'; Id = 'NamespaceInvalidInput'; Words = "contains '/'" }
        @{ Label = 'an empty name'; Names = , ''; Id = 'NamespaceInvalidInput'; Words = 'cannot be empty' }
        @{ Label = 'a name twice'; Names = 'a', 'a'; Id = 'LabInvalidInput'; Words = "two namespaces 'a'" }
        @{ Label = 'a name that is too long with its ending'; Names = , ('x' * 249); Id = 'NamespaceInvalidInput'; Words = 'at most 255' }
    ) {
        Use-NetnsLab $Names { throw 'not reached' } -ErrorVariable record -ErrorAction SilentlyContinue
        $record | Should -HaveCount 1
        $record[0].FullyQualifiedErrorId | Should -Be "$Id,NetnsTools.Commands.UseNetnsLabCommand"
        $record[0].Exception.Message | Should -Match $Words
        Get-Machine | Should -Be $before
    }

    It 'does not run the block with -WhatIf' {
        Use-NetnsLab place { throw 'not reached' } -WhatIf
        Get-Machine | Should -Be $before
    }

    It 'says what it may not, and does not run the block' {
        $script = "Import-Module '$module'; Use-NetnsLab place { 'not reached' } -ErrorAction SilentlyContinue -ErrorVariable record; `$record[0].Exception.Message"
        $output = @(setpriv --bounding-set '-sys_admin,-net_admin,-net_raw' --inh-caps '-all' ([Environment]::ProcessPath) -NoProfile -Command $script)
        $output | Should -HaveCount 1
        $output[0] | Should -Match 'CAP_SYS_ADMIN'
    }

    It 'leaves threads and descriptors as they were' {
        $cycle = { Use-NetnsLab a, b { param($a, $b) $null = New-VethPair x y -Namespace $a -PeerNamespace $b; $null = Start-NetnsCapture $a; $null = Start-NetnsProcess $b sleep 600 } }
        foreach ($round in 1..3) { & $cycle }
        [GC]::Collect(); [GC]::WaitForPendingFinalizers()
        $descriptors = Get-DescriptorCount
        foreach ($round in 1..10) { & $cycle }
        [GC]::Collect(); [GC]::WaitForPendingFinalizers()
        Get-DescriptorCount | Should -BeLessOrEqual $descriptors
        Get-ThreadNamespace | Should -HaveCount 1
        Get-Machine | Should -Be $before
    }
}
