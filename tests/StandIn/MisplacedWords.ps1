Describe 'Words' {
    It 'is within a test' { It 'inner' { } }
    It 'sets up within a test' { BeforeEach { } }
    It 'leaves with break, which ends only itself' { break }
    It 'is not passed over' { throw 'reached' }
}
