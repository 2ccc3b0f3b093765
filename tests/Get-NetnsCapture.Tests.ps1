BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Get-NetnsCapture' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'gca1'
        $two = Get-TestName 'gca2'
        $null = New-NetNamespace $one, $two
        $first = Start-NetnsCapture $one lo -Protocol icmp
        $second = Start-NetnsCapture $two -Duration 0.01
        $null = Receive-NetnsCapture $second -Wait
    }

    AfterAll {
        $null = $first, $second | Stop-NetnsCapture
        Remove-NetNamespace $one, $two
        Remove-TestLeftover
    }

    It 'lists all that were not stopped, the oldest first' {
        (Get-NetnsCapture).Id | Should -Be $first.Id, $second.Id
    }

    It 'selects by <Label>' -ForEach @(
        @{ Label = 'number'; Select = { Get-NetnsCapture $first.Id } }
        @{ Label = 'namespace'; Select = { Get-NetnsCapture -Namespace $one } }
        @{ Label = 'pattern'; Select = { Get-NetnsCapture -Namespace '*gca1' } }
        @{ Label = 'state'; Select = { Get-NetnsCapture -State Running } }
    ) {
        (& $Select).Id | Should -Be $first.Id
    }

    It 'reports a number that is none' {
        Get-NetnsCapture 999999 -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be 'CaptureNotFound,NetnsTools.Commands.GetNetnsCaptureCommand'
    }

    It 'has a table' {
        $table = (Get-NetnsCapture | Out-String -Width 120).Trim() -split '\r?\n'
        $table[0] | Should -Match '^\s*Id Namespace +Interface +State +Packets +Dropped +Filter'
        $table[2] | Should -Match "^\s*$($first.Id) $one +lo +Running +0 +0 icmp"
    }
}
