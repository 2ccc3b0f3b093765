BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Completion' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'one'
        $two = Get-TestName 'two'
        $odd = Get-TestName "it's odd"
        $null = New-NetNamespace $one, $two, $odd
        $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
        $null = New-VethPair other-1 other-2 -Namespace $one -PeerNamespace $two

        # As a user would press the key again: on a machine that has no time, the time may be over before anything is found.
        function Complete([string] $Text, [int] $Times = 20) {
            for ($time = 1; $time -le $Times; $time++) {
                $found = [Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null).CompletionMatches
                if ($found.Count -gt 0) { return $found }
            }
        }
    }

    AfterAll {
        Remove-NetNamespace $one, $two, $odd
        Remove-TestLeftover
    }

    It 'offers namespaces: <Text>' -ForEach @(
        @{ Text = 'Get-NetNamespace {0}' }
        @{ Text = 'Remove-NetNamespace -Name {0}' }
        @{ Text = 'Clear-NetNamespace {0}' }
        @{ Text = 'Get-NetnsLink {0}' }
        @{ Text = 'Get-NetnsLink -Namespace {0}' }
        @{ Text = 'Get-NetnsAddress {0}' }
        @{ Text = 'Get-NetnsProcess {0}' }
        @{ Text = 'Get-NetnsCapture -Namespace {0}' }
        @{ Text = 'New-VethPair a b -Namespace {0}' }
        @{ Text = 'New-VethPair a b -PeerNamespace {0}' }
        @{ Text = 'Set-NetnsLink a -SourceNamespace {0}' }
        @{ Text = 'Set-NetnsLink a -Namespace {0}' }
        @{ Text = 'Set-VethAddress a -Namespace {0}' }
        @{ Text = 'Remove-NetnsLink a -Namespace {0}' }
        @{ Text = 'Remove-NetnsAddress 1.2.3.4 -Namespace {0}' }
        @{ Text = 'Test-NetnsPing 1.2.3.4 -Namespace {0}' }
        @{ Text = 'Invoke-NetNamespace {0}' }
        @{ Text = 'Enter-NetNamespace {0}' }
        @{ Text = 'New-NetnsSession {0}' }
        @{ Text = 'Start-NetnsProcess {0}' }
        @{ Text = 'Start-NetnsCapture {0}' }
        @{ Text = 'Watch-NetnsPacket {0}' }
        @{ Text = 'Wait-NetnsPort {0}' }
    ) {
        $found = Complete ($Text -f "nt$PID-")
        $found.CompletionText | Should -Be "'nt$PID-it''s odd'", $one, $two
        $found.ListItemText | Should -Be $odd, $one, $two
        $found[1].ToolTip | Should -Match '^namespace net:\[\d+\]$'
    }

    It 'offers kinds of links, ends of pairs, and programs' {
        (Complete "Get-NetnsLink $one -Kind ").CompletionText | Should -Be 'veth'
        (Complete "Set-VethAddress -Namespace $one -Name ").CompletionText | Should -Be 'veth-1', 'other-1'
        foreach ($text in "Invoke-NetNamespace $one nsent", "Start-NetnsProcess $one NSENT", "Enter-NetNamespace $one nsent") {
            $found = Complete $text
            $found.CompletionText | Should -Be 'nsenter'
            $found.ToolTip | Should -Match '^/.*/nsenter$'
        }
    }

    It 'finds what begins so, whatever the case, in quotes or not' {
        (Complete "Get-NetNamespace NT$PID-O").CompletionText | Should -Be $one
        (Complete "Get-NetNamespace 'nt$PID-o").CompletionText | Should -Be $one
        (Complete "Get-NetNamespace $one, nt$PID-t").CompletionText | Should -Be $two
    }

    It 'offers links inside the namespace that was typed: <Text>' -ForEach @(
        @{ Text = 'Get-NetnsLink {0} ' }
        @{ Text = 'Get-NetnsLink -Namespace {0} -Name ' }
        @{ Text = 'Set-NetnsLink -SourceNamespace {0} -Namespace {1} -Name ' }
        @{ Text = 'Remove-NetnsLink -Namespace {0} -Name ' }
        @{ Text = 'Remove-NetnsAddress -Namespace {0} -Name ' }
        @{ Text = 'Get-NetnsAddress {0} ' }
        @{ Text = 'Start-NetnsCapture {0} ' }
        @{ Text = 'Watch-NetnsPacket {0} ' }
    ) {
        $found = Complete ($Text -f $one, $two)
        $found.CompletionText | Should -Be 'lo', 'veth-1', 'other-1'
        $found[1].ToolTip | Should -Match '^\d+: veth-1@if\d+ UP 10\.0\.0\.10/16'
    }

    It 'takes a variable, a pattern and an object for the namespace' {
        $global:completionTest = Get-NetNamespace $two
        try {
            (Complete 'Get-NetnsLink -Namespace $completionTest -Name v').CompletionText | Should -Be 'veth-2'
            (Complete "Get-NetnsLink -Namespace nt$PID-* -Name v").CompletionText | Should -Be 'veth-1', 'veth-2'
        }
        finally {
            Remove-Item Variable:/completionTest
        }
    }

    It 'offers links of the current namespace where none was typed' {
        (Complete 'Get-NetnsLink -Name l').CompletionText | Should -Contain 'lo'
    }

    It 'offers addresses: <Text>' -ForEach @(
        @{ Text = 'Get-NetnsAddress {0} -Address 10' }
        @{ Text = 'Remove-NetnsAddress -Namespace {0} -Address 10' }
        @{ Text = 'Test-NetnsPing 10.0.0.20 -Namespace {0} -Source 10' }
        @{ Text = 'Wait-NetnsPort {0} 80 -Address 10' }
        @{ Text = 'Start-NetnsCapture {0} -Address 10' }
    ) {
        $found = Complete ($Text -f $one)
        $found.CompletionText | Should -Be '10.0.0.10'
        $found[0].ToolTip | Should -Be "10.0.0.10/16 on veth-1 in namespace '$one'"
    }

    It 'offers what can be reached' {
        $found = (Complete 'Test-NetnsPing 10.0.0.').CompletionText
        $found | Should -Contain '10.0.0.10'
        $found | Should -Contain '10.0.0.20'
        (Complete 'Test-NetnsPing 127').CompletionText | Should -Not -Contain '127.0.0.1'
    }

    It 'offers captures and labs of this PowerShell' {
        $capture = Start-NetnsCapture $one
        $lab = New-NetnsLab
        try {
            foreach ($cmdlet in 'Get', 'Stop', 'Receive') {
                $found = @(Complete "$cmdlet-NetnsCapture -Id " | Where-Object CompletionText -eq "$($capture.Id)")
                $found[0].ToolTip | Should -Match "^$($capture.Id): any in $one, Running, \d+ packets"
            }

            (Complete 'Get-NetnsLab ').CompletionText | Should -Contain $lab.Name
            (Complete 'Remove-NetnsLab -Name ').CompletionText | Should -Contain $lab.Name
        }
        finally {
            $lab | Remove-NetnsLab
            $capture | Stop-NetnsCapture
        }
    }

    It 'never throws, and changes nothing: <Text>' -ForEach @(
        @{ Text = 'Get-NetnsLink nt-none -Name ' }
        @{ Text = 'Get-NetnsLink -Namespace pid:999999999 -Name ' }
        @{ Text = 'Get-NetnsLink -Namespace /nowhere -Name ' }
        @{ Text = 'Get-NetnsLink -Namespace "" -Name ' }
        @{ Text = 'Get-NetnsLink -Namespace [x -Name ' }
        @{ Text = 'Get-NetNamespace [' }
        @{ Text = 'Get-NetNamespace "' }
        @{ Text = 'Get-NetnsCapture -Id x' }
        @{ Text = 'Test-NetnsPing "[*?' }
    ) {
        $names = (Get-NetNamespace).Name
        $Error.Clear()
        { Complete $Text 1 } | Should -Not -Throw
        $Error | Where-Object { "$_" -match 'Netns' } | Should -BeNullOrEmpty
        (Get-NetNamespace).Name | Should -Be $names
    }

    It 'offers nothing, and says nothing, without privileges' {
        $script = "Import-Module '$((Get-Module NetnsTools).Path)'; `$t = 'Get-NetnsLink $one '; @([Management.Automation.CommandCompletion]::CompleteInput(`$t, `$t.Length, `$null).CompletionMatches | Where-Object CompletionText -eq 'veth-1').Count; `$t = 'Get-NetnsLink nt$PID-o'; [Management.Automation.CommandCompletion]::CompleteInput(`$t, `$t.Length, `$null).CompletionMatches[0].CompletionText"
        setpriv --bounding-set '-sys_admin,-net_admin,-net_raw' --inh-caps '-all' ([Environment]::ProcessPath) -NoProfile -Command $script 2>&1 | Should -Be '0', $one
    }

    It 'leaves threads and descriptors as they were' {
        foreach ($round in 1..5) { $null = Complete "Get-NetnsLink $one " }
        $descriptors = Get-DescriptorCount
        foreach ($round in 1..50) { $null = Complete "Get-NetnsLink $one " 1; $null = Complete 'Test-NetnsPing 10' 1 }
        # One that was late for an answer goes on for a moment.
        Start-Sleep -Milliseconds 200
        [GC]::Collect(); [GC]::WaitForPendingFinalizers()
        Get-DescriptorCount | Should -BeLessOrEqual $descriptors
        Get-ThreadNamespace | Should -HaveCount 1
    }
}
