# Every example of docs/ runs as it stands there, and shows what it says.
BeforeDiscovery {
    $notRoot = (id -u) -ne 0
    . $PSScriptRoot/Support/Examples.ps1
    $examples = [IO.Directory]::GetFiles([IO.Path]::GetFullPath("$PSScriptRoot/../docs"), '*.md', 'AllDirectories') | Sort-Object | ForEach-Object { Read-Example $_ }
}

Describe 'Examples' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/Examples.ps1
    }

    It '<File>: <Title>' -ForEach $examples {
        $result = Invoke-Example $_
        $result.ExitCode | Should -Be 0 -Because "$($result.Setup)$($result.Shown)"
        $result.Setup | Should -BeNullOrEmpty
        if ($HasOutput) {
            Get-Shape $result.Shown | Should -Be (Get-Shape $Output) -Because "shown was: $($result.Shown -join "`n")"
        }
        else {
            $result.Shown | Where-Object { $_.Trim() } | Should -BeNullOrEmpty
        }
    }
}
