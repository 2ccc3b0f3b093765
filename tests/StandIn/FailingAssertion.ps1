Describe 'Arithmetic' {
    It 'is wrong here' { 1 + 1 | Should -Be 3 -Because 'this must be red' }
    It 'is right here' { 1 + 1 | Should -Be 2 }
}
