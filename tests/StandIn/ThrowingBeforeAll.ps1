Describe 'Setup' {
    BeforeAll { throw 'no setup today' }
    AfterAll { Write-Host 'teardown ran' }
    It 'first' { $true | Should -BeTrue }
    Context 'inner' {
        It 'second' { $true | Should -BeTrue }
    }
}
Describe 'Another' {
    It 'runs all the same' { $true | Should -BeTrue }
}
