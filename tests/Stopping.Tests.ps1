# Ctrl+C while a cmdlet waits: it ends at once, and nothing is half made.
BeforeDiscovery {
    $notRoot = (id -u) -ne 0
    . $PSScriptRoot/Support/Stops.ps1
}

Describe 'Stopping' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/Stops.ps1
        $one = Get-TestName 's1'
        $two = Get-TestName 's2'
        $home1 = readlink /proc/self/ns/net

        # The machine in words, as far as one of these could have changed it.
        function Get-Machine([string] $Keeps) {
            $links = Get-NetnsLink -Namespace $one, $two | ForEach-Object {
                $addresses = $_.Addresses | ForEach-Object { "$($_.Address)" } | Where-Object { $_ -notlike 'fe80:*' }
                "$($_.Namespace) $($_.Name) $($_.IsUp) $($_.Promiscuity) $addresses"
            }
            $parts = @(
                @(Get-NetNamespace | ForEach-Object Name) -join ' '
                @(Get-NetnsLink | ForEach-Object Name) -join ' '
                @($links) -join "`n"
                @(Get-NetnsProcess $one, $two | ForEach-Object Id) -join ' '
                @(Get-NetnsLab).Count
                @(Get-PSSession).Count
                if ($Keeps -ne 'capture') { @(Get-NetnsCapture).Count }
                @([IO.Directory]::GetFileSystemEntries("$TestDrive")) -join ' '
            )
            $parts -join "`n"
        }
    }

    BeforeEach { New-StopCable $one $two }

    AfterEach {
        Get-NetnsCapture | Stop-NetnsCapture | Out-Null
        Get-NetnsLab | Remove-NetnsLab
        Remove-NetNamespace "nt$PID-*" -Force
        Remove-TestLeftover
        [IO.Directory]::GetFileSystemEntries("$TestDrive") | ForEach-Object { [IO.File]::Delete($_) }
    }

    It 'ends <Label>, and leaves nothing half made' -ForEach $stops {
        $result = Measure-Stop $_ $one $two "$TestDrive" { Get-Machine $_.Keeps }
        $result.Waited | Should -BeTrue -Because 'it shall be stopped while it waits'
        $result.Ended | Should -BeTrue
        # The promise is 100 ms, measured by bench/Stops.ps1; the bound is wide of any machine's noise and far from 600 s.
        $result.Time.TotalSeconds | Should -BeLessThan 5
        $result.After | Should -Be $result.Before
        $result.Errors | Should -BeNullOrEmpty
        Get-ThreadNamespace | Should -Be $home1
    }

    It 'leaves of a batch what was told, and no more: <Label>' -ForEach @(
        @{ Label = 'New-NetNamespace'; Text = 'New-NetNamespace (1..5000 | ForEach-Object {{ "{0}-$_" }}) | ForEach-Object Name' }
        @{ Label = 'New-VethPair'; Text = '1..5000 | ForEach-Object {{ [pscustomobject]@{{ Name = "a$_"; PeerName = "b$_" }} }} | New-VethPair -Namespace {0} -PeerNamespace {1} | ForEach-Object {{ "$_" }}' }
        @{ Label = 'Remove-NetNamespace'; Before = { $null = New-NetNamespace (1..300 | ForEach-Object { "$one-$_" }) }; Text = 'Get-NetNamespace "{0}-*" | ForEach-Object {{ $_; $_.Name }} | Remove-NetNamespace' }
    ) {
        if ($Before) { & $Before }
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; 'ready'; $($Text -f $one, $two)")
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        while ($output.Count -lt $(if ($Label -eq 'Remove-NetNamespace') { 1 } else { 40 }) -and -not $running.IsCompleted) { [Threading.Thread]::Sleep(1) }
        $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $told = @($output | Select-Object -Skip 1)
        $shell.Dispose()
        switch ($Label) {
            'New-NetNamespace' {
                $made = @(Get-NetNamespace "$one-*")
                $made.Count | Should -BeLessThan 5000
                # One may be on its way to whoever listens at the stop.
                $made.Count - $told.Count | Should -BeIn 0, 1
                $made | Where-Object State -ne 'Live' | Should -BeNullOrEmpty
            }
            'New-VethPair' {
                $made = @(Get-NetnsLink $one 'a*')
                $made.Count | Should -BeLessThan 5000
                $made.Count - $told.Count | Should -BeIn 0, 1
                @(Get-NetnsLink $two 'b*').Count | Should -Be $made.Count
            }
            'Remove-NetNamespace' {
                Get-NetNamespace "$one-*" | Where-Object State -ne 'Live' | Should -BeNullOrEmpty
                @(sh -c "grep -c ' /run/netns ' /proc/self/mountinfo") | Should -Be '1'
            }
        }
    }
}
