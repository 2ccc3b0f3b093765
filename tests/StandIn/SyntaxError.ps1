Describe 'Syntax' {
    It 'never closes' {
