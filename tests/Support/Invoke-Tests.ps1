# Runs test files under Pester 5, or under the stand-in where there is no Pester.
# Usage: Invoke-Tests.ps1 <report> <files or folders>; the report gets 'passed failed skipped'.
$report, $paths = $args
$pester = Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -eq 5 } | Select-Object -First 1
if ($pester) {
    Import-Module $pester
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = @($paths)
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Normal'
    $result = Invoke-Pester -Configuration $configuration
}
else {
    $result = & "$PSScriptRoot/Invoke-StandIn.ps1" -Path @($paths) -Output Normal -PassThru
}

$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
[IO.File]::WriteAllText($report, "$($result.PassedCount) $failed $($result.SkippedCount + $result.InconclusiveCount)")
exit [int]($failed -gt 0)
