# The stand-in for Pester must be red whenever Pester would be. Its fixtures are run as programs of their own; what
# Should says is checked with the Should at hand, so that under real Pester the expectations themselves are checked.

BeforeAll {
    $noColor = $env:NO_COLOR
    $env:NO_COLOR = '1'
    function Invoke-Fixture {
        param([string[]]$Name, [string[]]$Arguments = @('-Output', 'Detailed'))
        $runner = Join-Path $PSScriptRoot 'Support/Invoke-StandIn.ps1'
        # The broken one is no file of this folder: whatever reads all scripts would stumble over it.
        [IO.File]::WriteAllText("$TestDrive/SyntaxError.ps1", "Describe 'Syntax' {`n    It 'never closes' {`n")
        $files = foreach ($one in $Name) { $one -eq 'SyntaxError' ? "$TestDrive/$one.ps1" : (Join-Path $PSScriptRoot "StandIn/$one.ps1") }
        $lines = & ([Environment]::ProcessPath) -NoProfile -NonInteractive -File $runner $files @Arguments 2>&1
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Text = $lines -join "`n" }
    }
}

AfterAll { $env:NO_COLOR = $noColor }

Describe 'A run in which all is well' {
    BeforeAll { $run = Invoke-Fixture Passing }

    It 'is green' {
        $run.Text | Should -Not -Match '\[-\]'
        $run.ExitCode | Should -Be 0
        $run.Text | Should -Match 'Tests Passed: 26, Failed: 0, Skipped: 4, Inconclusive: 0'
    }
    It 'runs setups from the outside in and teardowns from the inside out' {
        $each = 'each inner-each {0} /inner-each /each'
        $run.Text | Should -Match "order: all inner-all $($each -f 'a') $($each -f 'b') /inner-all /all"
    }
    It 'names its tests after their data: <_>' -ForEach @(
        'Describing Data for y', 'reaches the tests of the block x', 'number 2 of y', 'comes from BeforeDiscovery: two'
        'gives variables: second 2 <literal>', 'gives properties: 3'
    ) {
        $run.Text | Should -Match ([regex]::Escape($_))
    }
    It 'gives the reason for skipping' { $run.Text | Should -Match '\[!\] by result is skipped, because it is so' }
    It 'runs nothing that is skipped' { $run.Text | Should -Not -Match 'must not run' }
}

Describe 'A run with <fixture>' -ForEach @(
    @{ Fixture = 'FailingAssertion'; Summary = 'Passed: 1, Failed: 1,'; Reasons = @('\[-\] is wrong here', 'Expected 3, because this must be red, but got 2\.', 'FailingAssertion\.ps1: line 2') }
    @{ Fixture = 'ThrowingBeforeAll'; Summary = 'Passed: 1, Failed: 2,'; Reasons = @('\[-\] first', '\[-\] second', 'no setup today', 'teardown ran', '\[\+\] runs all the same') }
    @{ Fixture = 'ThrowingAfterAll'; Summary = 'Passed: 1, Failed: 0,'; Reasons = @('\[-\] Describe Teardown failed', 'no teardown today', 'AfterAll failed: 1') }
    @{ Fixture = 'ThrowingEach'; Summary = 'Passed: 0, Failed: 2,'; Reasons = @('no setup today', 'no teardown today', 'teardown ran') }
    @{ Fixture = 'MissingCommand'; Summary = 'Passed: 0, Failed: 1,'; Reasons = @("'Get-SomethingThatDoesNotExist' is not recognized", 'line 3') }
    @{ Fixture = 'OperatorTypo'; Summary = 'Passed: 0, Failed: 4,'; Reasons = @('Parameter set cannot be resolved', 'has a typo', 'has none', 'has two', 'has a parameter of another') }
    @{ Fixture = 'SyntaxError'; Summary = 'Passed: 0, Failed: 0,'; Reasons = @("Missing closing '}'", 'Discovery in .*SyntaxError\.ps1 failed', 'Container failed: 1') }
    @{ Fixture = 'ThrowingDescribe'; Summary = 'Passed: 0, Failed: 0,'; Reasons = @('no discovery today', 'Container failed: 1') }
    @{ Fixture = 'NoTests'; Summary = 'Passed: 0, Failed: 0,'; Reasons = @('The file holds no tests', 'Container failed: 1') }
    @{ Fixture = 'SilencedErrors'; Summary = 'Passed: 0, Failed: 4,'; Reasons = @('but got 1', 'still an error') }
    @{ Fixture = 'MisplacedWords'; Summary = 'Passed: 1, Failed: 3,'; Reasons = @('It can only be used while tests are being discovered', '\[-\] is not passed over') }
) {
    BeforeAll { $run = Invoke-Fixture $Fixture }

    It 'is red' { $run.ExitCode | Should -Be 1 }
    It 'counts right' { $run.Text | Should -Match "Tests $Summary" }
    It 'says why: <_>' -ForEach $Reasons { $run.Text | Should -Match $_ }
    It 'runs nothing that must not run' { $run.Text | Should -Not -Match 'must not run' }
}

Describe 'A run of several files' {
    It 'is red if only one of them is, and still runs the others' {
        $run = Invoke-Fixture SyntaxError, FailingAssertion, ThrowingAfterAll -Arguments @()
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Match 'Tests Passed: 2, Failed: 1,'
        $run.Text | Should -Match '\[-\] Arithmetic\.is wrong here'
    }
    It 'runs only what -FullName chooses' {
        $run = Invoke-Fixture FailingAssertion -Arguments '-FullName', '*.is right here'
        $run.ExitCode | Should -Be 0
        $run.Text | Should -Match 'Tests Passed: 1, Failed: 0,'
    }
    It 'shows nothing with -Output None, and is red all the same' {
        $run = Invoke-Fixture FailingAssertion -Arguments '-Output', 'None'
        $run.ExitCode | Should -Be 1
        $run.Text | Should -BeNullOrEmpty
    }
    It 'gives an object with -PassThru' {
        $runner = Join-Path $PSScriptRoot 'Support/Invoke-StandIn.ps1'
        $fixture = Join-Path $PSScriptRoot 'StandIn/FailingAssertion.ps1'
        $command = "`$r = & '$runner' -Path '$fixture' -Output None -PassThru; " +
        '"$($r.PassedCount) $($r.FailedCount) $($r.SkippedCount) $($r.Result) $($r.FailedTests[0].Name): $($r.FailedTests[0].Message)"; $LASTEXITCODE'
        $lines = & ([Environment]::ProcessPath) -NoProfile -Command $command
        $lines | Should -Be @('1 1 0 Failed Arithmetic.is wrong here: Expected 3, because this must be red, but got 2.', '1')
    }
    It 'is red for a path that is not there' { (Invoke-Fixture Missing).ExitCode | Should -Be 1 }
}

Describe 'Should fails' {
    It '<code>' -ForEach @(
        @{ Code = { 1 | Should -Be 2 }; Message = 'Expected 2, but got 1.' }
        @{ Code = { 1 | Should -Not -Be 1 }; Message = 'Expected 1 to be different from the actual value, but got the same value.' }
        @{ Code = { 'a' | Should -Be 'b' -Because 'of x' }; Message = 'Expected strings to be the same, because of x, but they were different.*' }
        @{ Code = { $null | Should -Be 0 }; Message = 'Expected 0, but got $null.' }
        @{ Code = { 1, 2 | Should -Be 1 }; Message = 'Expected 1, but got @(1, 2).' }
        @{ Code = { 1, 2 | Should -Be 1, 3 }; Message = 'Expected @(1, 3), but got @(1, 2).' }
        @{ Code = { @() | Should -Be 1 }; Message = 'Expected 1, but got $null.' }
        @{ Code = { 'a' | Should -BeExactly 'A' }; Message = 'Expected strings to be the same, but they were different.*' }
        @{ Code = { 'a' | Should -Not -BeExactly 'a' }; Message = "Expected 'a' to be different*" }
        @{ Code = { 0 | Should -BeTrue }; Message = 'Expected $true, but got 0.' }
        @{ Code = { $true | Should -Not -BeTrue }; Message = 'Expected $false, but got $true.' }
        @{ Code = { 'x' | Should -BeFalse }; Message = "Expected `$false, but got 'x'." }
        @{ Code = { $null | Should -Not -BeFalse }; Message = 'Expected $true, but got $null.' }
        @{ Code = { 'a' | Should -BeNullOrEmpty }; Message = "Expected `$null or empty, but got 'a'." }
        @{ Code = { 0 | Should -BeNullOrEmpty }; Message = 'Expected $null or empty, but got 0.' }
        @{ Code = { 1, 2 | Should -BeNullOrEmpty }; Message = 'Expected $null or empty, but got @(1, 2).' }
        @{ Code = { $null | Should -Not -BeNullOrEmpty }; Message = 'Expected a value, but got $null or empty.' }
        @{ Code = { '' | Should -Not -BeNullOrEmpty }; Message = 'Expected a value, but got $null or empty.' }
        @{ Code = { 1 | Should -BeOfType ([string]) }; Message = '*to have type * or any of its subtypes, but got 1 with type *' }
        @{ Code = { 1 | Should -BeOfType string }; Message = '*to have type * but got 1 with type *' }
        @{ Code = { 1, 'a' | Should -BeOfType ([int]) }; Message = "*but got 'a' with type *" }
        @{ Code = { $null | Should -BeOfType ([int]) }; Message = '*but got $null with type *' }
        @{ Code = { 1 | Should -Not -BeOfType ([int]) }; Message = '*to not have type *' }
        @{ Code = { 1, 2 | Should -HaveCount 3 }; Message = 'Expected a collection with size 3, but got collection with size 2 @(1, 2).' }
        @{ Code = { @() | Should -HaveCount 1 }; Message = 'Expected a collection with size 1, but got an empty collection.' }
        @{ Code = { 1 | Should -HaveCount 0 }; Message = 'Expected an empty collection, but got collection with size 1 *' }
        @{ Code = { 1, 2 | Should -Not -HaveCount 2 }; Message = '*with size different from 2, but got collection with that size @(1, 2).' }
        @{ Code = { 'abc' | Should -Match '^b' }; Message = "Expected regular expression '^b' to match 'abc', but it did not match." }
        @{ Code = { 'abc' | Should -Not -Match 'B' }; Message = "Expected regular expression 'B' to not match 'abc', but it did match." }
        @{ Code = { 'abc', 'xyz' | Should -Match 'b' }; Message = "*to match 'xyz'*" }
        @{ Code = { 'abc' | Should -MatchExactly 'B' }; Message = "*'B' to case sensitively match 'abc', but it did not match." }
        @{ Code = { 'abc' | Should -Not -MatchExactly 'b' }; Message = '*but it did match.' }
        @{ Code = { 'abc' | Should -BeLike 'b*' }; Message = "Expected like wildcard 'b``*' to match 'abc', but it did not match." }
        @{ Code = { 'abc' | Should -Not -BeLike 'A*' }; Message = '*to not match *, but it did match.' }
        @{ Code = { 1 | Should -BeGreaterThan 1 }; Message = 'Expected the actual value to be greater than 1, but got 1.' }
        @{ Code = { 2 | Should -Not -BeGreaterThan 1 }; Message = 'Expected the actual value to be less than or equal to 1, but got 2.' }
        @{ Code = { 1 | Should -BeGreaterOrEqual 2 }; Message = 'Expected the actual value to be greater than or equal to 2, but got 1.' }
        @{ Code = { 1 | Should -Not -BeGreaterOrEqual 1 }; Message = 'Expected the actual value to be less than 1, but got 1.' }
        @{ Code = { 1 | Should -BeLessThan 1 }; Message = 'Expected the actual value to be less than 1, but got 1.' }
        @{ Code = { 1 | Should -Not -BeLessThan 2 }; Message = '*greater than or equal to 2, but got 1.' }
        @{ Code = { 2 | Should -BeLessOrEqual 1 }; Message = 'Expected the actual value to be less than or equal to 1, but got 2.' }
        @{ Code = { 1 | Should -Not -BeLessOrEqual 1 }; Message = '*greater than 1, but got 1.' }
        @{ Code = { 1 | Should -BeIn 2, 3 }; Message = 'Expected collection @(2, 3) to contain 1, but it was not found.' }
        @{ Code = { 2 | Should -Not -BeIn 2, 3 }; Message = 'Expected collection @(2, 3) to not contain 2, but it was found.' }
        @{ Code = { 1, 2 | Should -Contain 3 }; Message = 'Expected 3 to be found in collection @(1, 2), but it was not found.' }
        @{ Code = { 1, 2 | Should -Not -Contain 2 }; Message = 'Expected 2 to not be found in collection @(1, 2), but it was found.' }
        @{ Code = { '/not/there' | Should -Exist }; Message = "Expected path '/not/there' to exist, but it did not exist." }
        @{ Code = { '/' | Should -Not -Exist }; Message = "Expected path '/' to not exist, but it did exist." }
        @{ Code = { { } | Should -Throw }; Message = 'Expected an exception to be thrown, but no exception was thrown.' }
        @{ Code = { { throw 'x' } | Should -Not -Throw }; Message = 'Expected no exception to be thrown, but an exception "x" was thrown *' }
        @{ Code = { { throw 'x' } | Should -Not -Throw 'y' }; Message = 'Expected no exception to be thrown*' }
        @{ Code = { { throw 'x' } | Should -Throw 'y*' }; Message = "Expected an exception with message like 'y``*' to be thrown, but the message was 'x'.*" }
        @{ Code = { { throw 'xy' } | Should -Throw 'x' }; Message = "*but the message was 'xy'.*" }
        @{ Code = { { throw 'x' } | Should -Throw -ErrorId 'y' }; Message = "*with FullyQualifiedErrorId 'y' to be thrown, but the FullyQualifiedErrorId was 'x'.*" }
        @{ Code = { { throw 'x' } | Should -Throw -ExceptionType ([ArgumentException]) }; Message = '*with type * to be thrown, but the exception type was *' }
        @{ Code = { { Write-Error 'x' -ErrorAction Continue 2>$null } | Should -Throw }; Message = '*no exception was thrown.' }
        @{ Code = { 'a' | Should -Be 'b' -ErrorAction Stop }; Message = 'Expected strings*' }
    ) {
        $failure = $Code | Should -Throw -ErrorId 'PesterAssertionFailed*' -PassThru
        $failure.Exception.Message | Should -BeLike ($Message -replace '\[', '`[')
    }

    It 'with an error of its own: <code>' -ForEach @(
        @{ Code = { 1 | Should -Throw }; Message = 'Input is missing or not a ScriptBlock*' }
        @{ Code = { 1 | Should -BeOfType 'No.Such.Type' }; Message = 'Could not find type *No.Such.Type*' }
        @{ Code = { 1 | Should -HaveCount -1 }; Message = '*must be greater than or equal to 0.' }
    ) {
        $Code | Should -Throw -ExpectedMessage $Message -ExceptionType ([ArgumentException])
    }
}

Describe 'Should passes' {
    It '<_>' -ForEach @(
        { 1 | Should -Be 1 }
        { 'A' | Should -Be 'a' }
        { 1, 2 | Should -Be @(1, 2) }
        { $null | Should -Be $null }
        { @() | Should -Be $null }
        { Should -Be $null }
        { Should -Be 1 -ActualValue 1 }
        { 1 | Should -Not -Be 2 }
        { 'a' | Should -BeExactly 'a' }
        { 'A' | Should -Not -BeExactly 'a' }
        { 1, 2 | Should -BeTrue }
        { $null | Should -BeFalse }
        { $null | Should -BeNullOrEmpty }
        { @() | Should -BeNullOrEmpty }
        { '' | Should -BeNullOrEmpty }
        { @{} | Should -BeNullOrEmpty }
        { 0 | Should -Not -BeNullOrEmpty }
        { 1 | Should -BeOfType ([int]) }
        { 1 | Should -BeOfType '[int]' }
        { [IO.FileInfo]'x' | Should -BeOfType System.IO.FileSystemInfo }
        { 1, 'a' | Should -BeOfType ([object]) }
        { @() | Should -HaveCount 0 }
        { 1, 2 | Should -HaveCount 2 }
        { 'a' | Should -HaveCount 1 }
        { $null | Should -HaveCount 1 }
        { 'abc' | Should -Match 'B' }
        { 'abc' | Should -MatchExactly 'b' }
        { 'abc' | Should -Not -MatchExactly 'B' }
        { 'abc' | Should -BeLike 'A*' }
        { 2 | Should -BeGreaterThan 1 }
        { 1 | Should -BeGreaterOrEqual 1 }
        { 1 | Should -BeLessThan 2 }
        { 1 | Should -BeLessOrEqual 1 }
        { [timespan]'00:00:01' | Should -BeLessThan ([timespan]'00:00:02') }
        { 'B' | Should -BeIn 'a', 'b' }
        { 1, 2 | Should -Contain 2 }
        { '/' | Should -Exist }
        { { throw 'abc' } | Should -Throw }
        { { throw 'abc' } | Should -Throw 'A*' }
        { { throw 'abc' } | Should -Throw -ErrorId 'abc' }
        { { throw [ArgumentException]'abc' } | Should -Throw '*b*' -ExceptionType ([SystemException]) }
        { { Write-Error 'x' -ErrorId 'my.id' -ErrorAction Stop } | Should -Throw -ErrorId 'my.id*' }
        { { } | Should -Not -Throw }
        { ({ throw 'abc' } | Should -Throw -PassThru).Exception.Message | Should -Be 'abc' }
        { ({ throw 'abc' } | Should -Throw) | Should -BeNullOrEmpty }
    ) {
        & $_
    }
}
