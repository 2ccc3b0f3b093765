# Every example of docs/ and of README.md runs as it stands there, and shows what it says.
BeforeDiscovery {
    $notRoot = (id -u) -ne 0
    . $PSScriptRoot/Support/Examples.ps1
    $root = [IO.Path]::GetFullPath("$PSScriptRoot/..")
    $pages = @([IO.Directory]::GetFiles("$root/docs", '*.md', 'AllDirectories') | Sort-Object) + "$root/README.md"
    $examples = $pages | ForEach-Object { Read-Example $_ }
}

Describe 'Examples' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/Examples.ps1
        . $PSScriptRoot/Support/Terminal.ps1
    }

    It '<File>: <Title>' -ForEach $examples {
        $result = Invoke-Example $_
        $result.ExitCode | Should -Be 0 -Because "$($result.Setup)$($result.Shown)"
        $result.Setup | Should -BeNullOrEmpty
        if ($Pester.Count) {
            $result.Report | Should -Match '^[1-9]\d* 0 0$' -Because "shown was: $($result.Shown -join "`n")"
        }
        elseif ($Session.Count) {
            Get-Shape $result.Shown | Should -Be (Get-Shape $Session) -Because "shown was: $($result.Shown -join "`n")"
        }
        elseif ($HasOutput) {
            Get-Shape $result.Shown | Should -Be (Get-Shape $Output) -Because "shown was: $($result.Shown -join "`n")"
        }
        else {
            $result.Shown | Where-Object { $_.Trim() } | Should -BeNullOrEmpty
        }
    }
}
