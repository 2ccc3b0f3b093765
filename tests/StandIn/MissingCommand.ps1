Describe 'Commands' {
    It 'needs one that is not there' {
        Get-SomethingThatDoesNotExist
        $true | Should -BeTrue
    }
}
