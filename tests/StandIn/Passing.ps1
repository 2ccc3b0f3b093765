# Everything here passes. Scopes, order, data and names are checked by the tests themselves.
BeforeDiscovery {
    $cases = 'one', 'two'
    $discoveryOnly = 'seen at discovery'
}

BeforeAll {
    $fromFile = 'file'
    $script:log = [System.Collections.Generic.List[string]]::new()
    function Get-Greeting { param([string]$Name) "hello $Name" }
}

Describe 'Scopes' {
    BeforeAll { $fromBlock = 'block'; $changed = 'before' }
    BeforeEach { $fromEach = 'each' }

    It 'sees what the setups around it define' {
        "$fromFile $fromBlock $fromEach $(Get-Greeting you)" | Should -Be 'file block each hello you'
    }
    It 'keeps its own variables to itself (1)' { $own = 1; $changed = 'after'; $own | Should -Be 1 }
    It 'keeps its own variables to itself (2)' { $own | Should -BeNullOrEmpty; $changed | Should -Be 'before' }
    It 'does not see what was only there at discovery' { $discoveryOnly | Should -BeNullOrEmpty }
    It 'knows its file' {
        $PSScriptRoot | Should -Match 'tests.StandIn$'
        $PSCommandPath | Should -Match 'Passing\.ps1$'
    }
    It 'sees nothing of the runner' {
        "$Path$Output$FullName$PassThru$Frames$result$Test$Block$part" | Should -BeNullOrEmpty -Because 'variables of the runner are its own'
        Get-Command New-Block, Invoke-Block, Format-Nicely -ErrorAction Ignore | Should -BeNullOrEmpty
    }
    It 'is not failed by an error that does not end it' { Get-Item /does/not/exist -ErrorAction SilentlyContinue }
    It 'leaves nothing in the pipeline' { 'thrown away'; 1..3 }

    Context 'within' {
        BeforeAll { $fromBlock = 'inner' }
        It 'has the inner value' { "$fromFile $fromBlock $fromEach" | Should -Be 'file inner each' }
    }
    Context 'beside' {
        It 'has the outer value again' { $fromBlock | Should -Be 'block' }
    }
}

Describe 'Order' {
    BeforeAll { $log.Add('all') }
    BeforeEach { $log.Add('each') }
    AfterEach { $log.Add('/each') }
    AfterAll { Write-Host "order: $($log -join ' ') /all" }
    Context 'inner' {
        BeforeAll { $log.Add('inner-all') }
        BeforeEach { $log.Add('inner-each') }
        AfterEach { $log.Add('/inner-each') }
        AfterAll { $log.Add('/inner-all') }
        It 'a' { $log.Add('a') }
        It 'b' { $log.Add('b') }
    }
}

Describe 'Data for <_>' -ForEach 'x', 'y' {
    BeforeAll { $letter = $_ }
    It 'reaches the tests of the block <letter>' { $_ | Should -Be $letter }
    It 'number <_> of <letter>' -ForEach 1, 2 { $_ | Should -BeIn 1, 2 }
}

Describe 'Data' {
    It 'comes from BeforeDiscovery: <_>' -ForEach $cases { $_ | Should -BeIn 'one', 'two' }
    It 'gives variables: <name> <size.width> `<literal>' -TestCases @(
        @{ Name = 'first'; Size = @{ Width = 1 } }
        @{ Name = 'second'; Size = @{ Width = 2 } }
    ) {
        param($Name, $Size)
        "$Name $($_.Size.Width)" | Should -Match '^(first 1|second 2)$'
        $Size.Width | Should -BeGreaterThan 0
    }
    It 'gives properties: <_.Length>' -ForEach 'abc' { $_.Length | Should -Be 3 }
    It 'runs nothing for an empty list' -ForEach @() { throw 'must not run' }
}

Describe 'TestDrive' {
    BeforeAll { Set-Content (Join-Path $TestDrive 'kept.txt') 'kept' }
    Context 'first' {
        It 'can be written' {
            Set-Content (Join-Path $TestDrive 'gone.txt') 'x'
            'TestDrive:\gone.txt' | Should -Exist
        }
    }
    Context 'second' {
        It 'is cleared after a block' {
            Join-Path $TestDrive 'gone.txt' | Should -Not -Exist
            Join-Path $TestDrive 'kept.txt' | Should -Exist
        }
    }
}

Describe 'Skipping' {
    It 'by parameter' -Skip { throw 'must not run' }
    It 'by parameter that is false' -Skip:$false { $true | Should -BeTrue }
    It 'by result' { Set-ItResult -Skipped -Because 'it is so'; throw 'must not run' }
    Context 'a block' -Skip {
        BeforeAll { throw 'must not run' }
        It 'with all in it' { throw 'must not run' }
    }
    Context 'all tests of a block' {
        BeforeAll { throw 'must not run' }
        It 'so no setup' -Skip { throw 'must not run' }
    }
}
