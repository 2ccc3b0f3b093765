# Dot-sourced after TestModule.ps1: lets each system call of a cmdlet fail in turn, and compares the machine before and after.

$one = Get-TestName 'f1'
$two = Get-TestName 'f2'
$three = Get-TestName 'f3'
$library = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'NetnsTools.Linux' }
$faults = $library.GetType('NetnsTools.Linux.Interop.SystemCallFaults')
$errno = $library.GetType('NetnsTools.Linux.Errno')

# Namespaces by name; where one was removed, its links go when the kernel comes to it.
function Get-Name { (Get-NetNamespace "nt$PID-f*" | ForEach-Object { "$($_.Name) $($_.State)" }) -join "`n" }

# The machine in words, as far as these tests touch it, without what is another each time.
function Get-Machine {
    $names = Get-NetNamespace "nt$PID-f*" | ForEach-Object { "$($_.Name) $($_.State)" }
    $links = Get-NetnsLink -Namespace "nt$PID-f*" | ForEach-Object {
        $addresses = $_.Addresses | ForEach-Object { "$($_.Address)" } | Where-Object { $_ -notlike 'fe80:*' }
        "$($_.Namespace) $($_.Name) $($_.IsUp) $($_.Mtu) $($_.Alias) $addresses"
    }
    $here = Get-NetnsLink -Name "f$PID*" -ErrorAction SilentlyContinue | ForEach-Object { "$($_.Name) $($_.IsUp)" }
    (@($names) + $links + $here) -join "`n"
}

function Remove-Machine {
    Get-NetNamespace "nt$PID-f*" | Remove-NetNamespace
}

function New-Cable {
    $null = New-NetNamespace $one, $two
    $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
}

# Says in the record of a namespace that its maker was started with the machine: such a process is gone. Quicker than a
# PowerShell that is killed. The file keeps the namespace meanwhile.
function Set-Abandoned([string] $Name, [string] $Keep) {
    $file = "/run/netns/$Name"
    [IO.File]::WriteAllText($Keep, '')
    sh -c "mount --bind $file $Keep && umount $file && text=`$(sed -E '1s/ [0-9]+`$/ 1/' $file) && echo `"`$text`" > $file && mount --bind $Keep $file && umount $Keep"
}

# Without a failure first; then each call in turn fails with each error, in a machine of its own. Gives how many have failed.
# Look may take what was given, in $given, for a part of the machine. With Step only every n-th call behind the first
# Dense ones fails, each error beginning one call later: for what costs a process, or reads all of /proc, each time.
# It throws, rather than say what should be: also in a PowerShell on a terminal, which has no Pester.
function Test-EveryFault {
    param(
        [scriptblock] $Prepare,
        [scriptblock] $Act,
        [string[]] $Errors = @('PermissionDenied', 'OutOfMemory', 'NoBuffers'),
        [scriptblock] $Look = { Get-Machine },
        [scriptblock] $CleanUp = { Remove-Machine },
        [int] $Step = 1,
        [int] $Dense = 0
    )
    & $Prepare
    $given = $null
    $before = & $Look
    $given = & $Act
    $done = & $Look
    if ($done -ceq $before) { throw "Nothing is seen to happen: $done" }
    & $CleanUp
    $descriptors = Get-DescriptorCount
    $calls = 0
    for ($round = 0; $round -lt $Errors.Count; $round++) {
        for ($position = 1 + ($Dense ? 0 : $round % $Step); ; $position += $position -lt $Dense ? 1 : $Step) {
            $given = $null
            & $Prepare
            $before = & $Look
            $Error.Clear()
            $faults::Arm($position, [Enum]::Parse($errno, $Errors[$round]))
            try { $given = & $Act } catch { $null = $_ }
            $struck = $faults::Disarm()
            $records = @($Error)
            $after = & $Look
            $where = "call $position with $($Errors[$round]) has failed, after $(($faults::Calls | Select-Object -Last 30) -join ', '); said was: $records"
            if ($records) {
                if ($records[0].FullyQualifiedErrorId -cnotmatch '^[A-Z][A-Za-z]+,NetnsTools\.Commands\.') { throw "$($records[0].FullyQualifiedErrorId) is not the module's own error: $where" }
                if ($records[0].Exception.Message -cnotmatch '\(E[A-Z]+\)') { throw "No error number is said: $where" }
            }

            $right = $records ? $before : $done
            if ($after -cne $right) { throw "There is '$after', and should be '$right': $where" }

            & $CleanUp
            if (-not $struck) { break }
            $calls++
        }
    }

    $places = @(Get-ThreadNamespace)
    if ($places.Count -ne 1) { throw "Threads are in $places." }
    # What each failure kept for good would show: there were many. One or two the runtime may have opened meanwhile.
    $more = (Get-DescriptorCount) - $descriptors
    if ($more -gt 2) { throw "$more descriptors more are open after $calls failures." }
    $calls
}
