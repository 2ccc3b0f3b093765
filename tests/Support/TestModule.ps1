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
