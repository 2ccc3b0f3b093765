Describe 'Teardown' {
    AfterAll { throw 'no teardown today' }
    It 'passes' { $true | Should -BeTrue }
}
