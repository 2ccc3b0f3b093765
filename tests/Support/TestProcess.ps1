# Dot-sourced after TestModule.ps1 by the test files that need programs inside namespaces.

$testProcesses = [Collections.Generic.List[object]]::new()

# Starts a program here; what it prints can be read from it.
function Start-TestProgram([string[]] $Command) {
    $start = [Diagnostics.ProcessStartInfo]::new($Command[0])
    $start.RedirectStandardOutput = $true
    foreach ($word in $Command | Select-Object -Skip 1) { $start.ArgumentList.Add($word) }
    $process = [Diagnostics.Process]::Start($start)
    $testProcesses.Add($process)
    $process
}

# Starts a program inside a namespace, and returns when it runs there: nsenter, or unshare, becomes the program.
function Start-TestProcess([string] $Namespace, [string[]] $Command) {
    $process = Start-TestProgram (@('nsenter', "--net=/run/netns/$Namespace", '--') + $Command)
    Wait-TestCondition { [IO.File]::ReadAllText("/proc/$($process.Id)/cmdline").Split([char]0)[0] -notin '', 'nsenter' }
    $process
}

# A program in a namespace of its own that nothing else knows.
function Start-LonelyProcess {
    $process = Start-TestProgram 'unshare', '--net', 'sleep', '600'
    Wait-TestCondition { [IO.File]::ReadAllText("/proc/$($process.Id)/cmdline").StartsWith('sleep') }
    $process
}

# Looks again and again; gives up, with an error, after 20 seconds.
function Wait-TestCondition([scriptblock] $Condition) {
    $deadline = [datetime]::UtcNow.AddSeconds(20)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $deadline) { throw "Still not true after 20 s: $Condition" }
    }
}

# Whether a process still runs; one that only waits to be asked how it ended does not.
function Test-Running([int] $Id) {
    $state = sh -c "cut -d')' -f2 /proc/$Id/stat 2>/dev/null"
    [bool] ($state -and $state.Trim()[0] -ne 'Z')
}

# Takes away all that was started here.
function Remove-TestProcess {
    foreach ($process in $testProcesses) {
        if (-not $process.HasExited) { $process.Kill($true) }
        $process.WaitForExit()
        $process.Dispose()
    }

    $testProcesses.Clear()
}
