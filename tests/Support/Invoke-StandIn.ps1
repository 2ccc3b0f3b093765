<#
.SYNOPSIS
Runs Pester test files where Pester itself cannot be imported.

.DESCRIPTION
A stand-in for the part of Pester 5 that this repository's tests use: discovery, then the run, with the same scopes
and the same order. What it does not know fails loudly. The exit code is 1 if anything failed.

    Invoke-StandIn.ps1 [-Path] <string[]> [-FullName <string[]>] [-Output None|Normal|Detailed] [-PassThru]

-Path takes test files, whatever their names, and folders, in which *.Tests.ps1 are looked for. -FullName takes
wildcards for "block.block.test". -PassThru gives an object with Pester's names: PassedCount, FailedCount,
SkippedCount, InconclusiveCount, FailedBlocksCount, FailedContainersCount, TotalCount, Result, Duration, and
FailedTests with Name, Message and File.
#>

# There is no param block, because its variables would be seen by the tests: they run in scopes below this one.
# Whatever goes wrong here is thrown on: a wrong parameter must not leave an exit code of 0.
try {
    Import-Module "$PSScriptRoot/StandIn/StandIn.psm1" -Force -Scope Local
    Invoke-StandIn @args -Frames (& "$PSScriptRoot/StandIn/Frames.ps1")
}
catch { throw }
