BeforeDiscovery { $notRoot = (id -u) -ne 0 }

# Many at the same time, some on the same names: nobody is told a lie, and nobody takes what is another's.
Describe 'Together' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $module = (Get-Module NetnsTools).Path
        $cycles = 50

        # Makes a network, uses it and removes it, again and again; gives what went wrong.
        $worker = @'
param([string] $Prefix, [int] $Number, [int] $Cycles)
$left, $right = "$Prefix-$Number-a", "$Prefix-$Number-b"
foreach ($cycle in 1..$Cycles) {
    try {
        $made = New-NetNamespace $left, $right -ErrorAction Stop
        if ($made.Count -ne 2) { "cycle ${cycle}: made were $($made.Count)" }
        $address = "10.$Number.$cycle.1", "10.$Number.$cycle.2"
        $pair = New-VethPair veth-1 veth-2 -Namespace $left -PeerNamespace $right -Address "$($address[0])/24" -PeerAddress "$($address[1])/24" -ErrorAction Stop
        $ping = $pair | Test-NetnsPing -Count 1 -ErrorAction Stop
        if ("$($ping.Destination)" -ne $address[1] -or $ping.Received -ne 1) { "cycle ${cycle}: $ping" }
        $links = Get-NetnsLink -Namespace $left -ErrorAction Stop
        if (($links.Name -join ' ') -ne 'lo veth-1' -or "$($links[1].Addresses[0].Address)" -ne $address[0]) { "cycle ${cycle}: seen were $($links.Name) with $($links[1].Addresses)" }
        $made | Remove-NetNamespace -ErrorAction Stop

        # A name that all of them want. Only one has it at a time.
        $shared = New-NetNamespace "$Prefix-shared" -ErrorAction SilentlyContinue -ErrorVariable refusal
        if ($shared) { $shared | Remove-NetNamespace -ErrorAction Stop }
        elseif ("$($refusal[0].CategoryInfo.Category)" -ne 'ResourceExists') { "cycle ${cycle}: $($refusal[0].Exception.Message)" }
    }
    catch { "cycle ${cycle}: $($_.FullyQualifiedErrorId): $($_.Exception.Message)" }
}
"done $Cycles"
'@
    }

    AfterEach { Remove-TestLeftover }

    It 'sixteen runspaces of one process make, use and remove networks' {
        $null = Get-NetnsLink
        # Threads that the module named, and all but those of the runtime's pool: that takes one more, for a while, for each
        # piece of work that finds the others busy.
        function Get-ModuleThread { @(Get-ThreadName) -like 'NetnsTools [a-z]*' }
        function Get-OtherThread { @(Get-ThreadName) -notlike '.NET TP*' -notlike 'NetnsTools [a-z]*' }
        $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
        $null = $state.ImportPSModule(@($module))
        # The first, short round opens what is kept; the second may add nothing to that.
        $counts = foreach ($length in 5, $cycles) {
            $shells = foreach ($number in 1..16) {
                $shell = [powershell]::Create($state)
                $null = $shell.AddScript($worker).AddArgument((Get-TestName 't')).AddArgument($number).AddArgument($length)
                $shell
            }

            try {
                $descriptors = Get-DescriptorCount
                $runs = foreach ($shell in $shells) { $shell.BeginInvoke() }
                $said = for ($index = 0; $index -lt $shells.Count; $index++) { $shells[$index].EndInvoke($runs[$index]) }
                # Two for each of those that worked: what a thread was started for is over, and it ends or waits for more.
                Get-ModuleThread | Measure-Object | ForEach-Object Count | Should -BeLessOrEqual 32
                $said | Should -Be @(@("done $length") * 16)
                Get-ThreadNamespace | Should -HaveCount 1
                # Each runspace has an event or two of its own while it lives.
                Get-DescriptorCount | Should -BeLessOrEqual ($descriptors + 32)
            }
            finally {
                foreach ($shell in $shells) { $shell.Runspace.Dispose(); $shell.Dispose() }
            }

            # Those that wait for more end after a second without any; the bound is wide of any machine's noise.
            $limit = [datetime]::UtcNow.AddSeconds(30)
            while ((Get-ModuleThread) -and [datetime]::UtcNow -lt $limit) { }
            Get-ModuleThread | Should -BeNullOrEmpty
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            [pscustomobject]@{ Descriptors = Get-DescriptorCount; Threads = @(Get-OtherThread).Count }
        }

        $counts[1].Descriptors | Should -BeLessOrEqual $counts[0].Descriptors
        # The runtime may have started one of its own meanwhile, such as that of its timers.
        $counts[1].Threads | Should -BeLessOrEqual ($counts[0].Threads + 2)
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'eight processes make, use and remove networks' {
        $script = [IO.Path]::Combine("$TestDrive", 'worker.ps1')
        [IO.File]::WriteAllText($script, "$($worker.Substring(0, $worker.IndexOf("`n")))`nImport-Module '$module'`n$($worker.Substring($worker.IndexOf("`n") + 1))")
        $processes = foreach ($number in 1..8) {
            $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
            $start.RedirectStandardOutput = $true
            foreach ($word in '-NoProfile', '-File', $script, (Get-TestName 'p'), "$number", "$cycles") { $start.ArgumentList.Add($word) }
            [Diagnostics.Process]::Start($start)
        }

        foreach ($process in $processes) {
            $process.StandardOutput.ReadToEnd().Trim() | Should -Be "done $cycles"
            $process.WaitForExit()
            $process.ExitCode | Should -Be 0
            $process.Dispose()
        }

        Get-TestLeftover | Should -BeNullOrEmpty
        ip netns list | Should -Not -Match (Get-TestName 'p')
    }
}
