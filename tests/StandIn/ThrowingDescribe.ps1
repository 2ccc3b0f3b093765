Describe 'Discovery' {
    It 'is never run' { Write-Host 'must not run' }
    throw 'no discovery today'
}
