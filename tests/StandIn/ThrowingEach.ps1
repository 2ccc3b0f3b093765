Describe 'Before' {
    BeforeEach { throw 'no setup today' }
    AfterEach { Write-Host 'teardown ran' }
    It 'does not run' { Write-Host 'must not run' }
}
Describe 'After' {
    AfterEach { throw 'no teardown today' }
    It 'passed until then' { $true | Should -BeTrue }
}
