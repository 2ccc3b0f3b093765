<#
.SYNOPSIS
How long each waiting cmdlet takes to end when it is stopped.

.DESCRIPTION
Runs each until it waits, and stops it, a number of times. Milliseconds; the promise is 100. Needs root and an idle machine.

.EXAMPLE
dotnet run -c Release --project src/NetnsTools.Host -- -File bench/Stops.ps1
#>
param([int] $Rounds = 5)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Support.ps1"
. "$PSScriptRoot/../tests/Support/Stops.ps1"
$one = "bench$PID-1"
$two = "bench$PID-2"
$folder = [IO.Directory]::CreateTempSubdirectory().FullName

try {
    foreach ($case in $stops) {
        $times = foreach ($round in 1..$Rounds) {
            New-StopCable $one $two
            $result = Measure-Stop $case $one $two $folder { }
            if (-not $result.Waited -or -not $result.Ended) { throw "$($case.Label): $($result.Errors)" }
            $result.Time.TotalMilliseconds
            Get-NetnsCapture | Stop-NetnsCapture | Out-Null
            Remove-NetNamespace "bench$PID-*" -Force
            [IO.Directory]::GetFileSystemEntries($folder) | ForEach-Object { [IO.File]::Delete($_) }
        }

        [pscustomobject]@{
            Stopped = $case.Label
            Median = [Math]::Round((Get-Median $times), 1)
            Longest = [Math]::Round(($times | Measure-Object -Maximum).Maximum, 1)
        }
    }
}
finally {
    Get-NetNamespace "bench$PID-*" | Remove-NetNamespace -Force
    [IO.Directory]::Delete($folder, $true)
}
