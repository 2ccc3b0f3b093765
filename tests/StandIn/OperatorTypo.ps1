Describe 'Operators' {
    It 'has a typo' { 1 | Should -BeEqual 1 }
    It 'has none' { 1 | Should }
    It 'has two' { 1 | Should -Be 1 -BeTrue }
    It 'has a parameter of another' { 1 | Should -Be 1 -ErrorId x }
}
