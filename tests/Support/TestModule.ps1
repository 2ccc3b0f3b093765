# Dot-sourced by every test file's BeforeAll: the built module, and what tests share.
# Names carry the process id, so that two runs, or a user's own namespaces, never meet.

if (-not (Get-Module NetnsTools)) {
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $built = @([IO.Directory]::GetFiles([IO.Path]::Combine($root, 'output', 'NetnsTools'), 'NetnsTools.psd1', 'AllDirectories'))
    if ($built.Count -ne 1) { throw "Expected one built module below '$root/output', found $($built.Count). Run build.ps1 first." }
    Import-Module $built[0] -Global
}

# A namespace name of this test run.
function Get-TestName([string] $Suffix) { "nt$PID-$Suffix" }

# Every namespace that a thread of this process is in. One, whatever was done before.
function Get-ThreadNamespace { @(sh -c "readlink /proc/$PID/task/*/ns/net 2>/dev/null | sort -u") }

# What the threads of this process are called; the kernel keeps 15 letters.
function Get-ThreadName { @(sh -c "cat /proc/$PID/task/*/comm 2>/dev/null") }

# Open file descriptors of this process: sockets, namespaces, events, files. Left out are what the runtime opens when
# it likes: assemblies that it loads late, and pipes to child processes.
function Get-DescriptorCount { @(sh -c "ls -l /proc/$PID/fd 2>/dev/null" | Where-Object { $_ -like '*->*' -and $_ -notlike '*.dll' -and $_ -notlike '*pipe:*' }).Count }

# What this run has left behind in the run directory.
function Get-TestLeftover {
    if ([IO.Directory]::Exists('/run/netns')) {
        @([IO.Directory]::GetFileSystemEntries('/run/netns') | Where-Object { $_ -like "/run/netns/nt$PID-*" })
    }
}

# Takes away all that a test file may have left, without the module.
function Remove-TestLeftover {
    foreach ($path in Get-TestLeftover) {
        umount -l $path 2>$null
        rm -f $path
    }
}

# Runs a pipeline in another runspace, which has the module before it begins.
function Start-TestPipeline([string] $Text) {
    $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $null = $state.ImportPSModule(@((Get-Module NetnsTools).Path))
    $shell = [powershell]::Create($state)
    $null = $shell.AddScript($Text)
    [pscustomobject]@{ Shell = $shell; Running = $shell.BeginInvoke() }
}

function Stop-TestPipeline($Pipeline) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $stopped = $Pipeline.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000)
    $watch.Stop()
    if (-not $stopped -or -not $Pipeline.Running.IsCompleted) { throw 'The pipeline did not stop within 30 s.' }
    # It came with the state, and does not go with the shell.
    $Pipeline.Shell.Runspace.Dispose()
    $Pipeline.Shell.Dispose()
    $watch.Elapsed
}

# Waits for what happens elsewhere, without a guess at how long.
function Wait-Until([scriptblock] $Condition, [string] $What) {
    $deadline = [datetime]::UtcNow.AddSeconds(30)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $deadline) { throw "Still not true after 30 s: $What." }
        Start-Sleep -Milliseconds 5
    }
}
