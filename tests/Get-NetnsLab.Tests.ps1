BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Get-NetnsLab' -Skip:$notRoot {
    BeforeAll { . $PSScriptRoot/Support/TestModule.ps1 }
    AfterEach { Get-NetnsLab | Remove-NetnsLab }

    It 'gives nothing where there is none' {
        Get-NetnsLab | Should -BeNullOrEmpty
    }

    It 'gives all, oldest first, or those with a name' {
        $first = New-NetnsLab
        $second = New-NetnsLab
        (Get-NetnsLab).Name | Should -Be $first.Name, $second.Name
        Get-NetnsLab $second.Name | Should -Be $second
        (Get-NetnsLab "$($first.Name.Substring(0, 5))*").Name | Should -Contain $first.Name
        Get-NetnsLab $first, $second | Should -HaveCount 2
    }

    It 'says that there is none with this name' {
        Get-NetnsLab nosuch -ErrorVariable record -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $record[0].FullyQualifiedErrorId | Should -Be 'LabNotFound,NetnsTools.Commands.GetNetnsLabCommand'
        $record[0].TargetObject | Should -Be 'nosuch'
    }

    It 'has what belongs to each in its view' {
        $lab = New-NetnsLab place
        $text = Get-NetnsLab | Format-Table | Out-String -Width 120
        $text | Should -Match "$lab +True +\d\d:\d\d:\d\d +namespace 'place-$lab'"
    }
}
