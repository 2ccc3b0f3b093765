# An assertion fails its test whatever becomes of ordinary errors.
$global:ErrorActionPreference = 'SilentlyContinue'
Describe 'Silence' {
    It 'by preference' { 1 | Should -Be 2 }
    It 'by parameter' { 1 | Should -Be 2 -ErrorAction SilentlyContinue }
    It 'by preference in the test' { $ErrorActionPreference = 'Ignore'; 1 | Should -Be 2 }
    It 'of a throw' { throw 'still an error' }
}
