BeforeDiscovery { $notRoot = (id -u) -ne 0 }

# What starts, ends or waits for programs, with a failing system call: it has happened wholly, or left nothing and says why.
Describe 'With a failing system call, programs:' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/Faults.ps1
        . $PSScriptRoot/Support/Terminal.ps1
        . $PSScriptRoot/Support/TestProcess.ps1
        # To be looked at: each process of the machine is some system calls, and there may be few others.
        foreach ($number in 1..20) { $null = Start-TestProgram 'sleep', '700' }
        $file = [IO.Path]::Combine("$TestDrive", 'ran')

        # What runs inside, and who came by: each program says so in a file.
        function Get-Inside { "$(@(Get-NetnsProcess $one).ProcessName) $([IO.File]::Exists($file))" }

        function Reset-Inside {
            Get-NetnsProcess $one | Stop-NetnsProcess -Force
            if ([IO.File]::Exists($file)) { [IO.File]::Delete($file) }
            Remove-Machine
        }
    }

    AfterAll { Remove-TestProcess }

    AfterEach {
        $null = $faults::Disarm()
        Close-Terminal $terminal
        if ([IO.File]::Exists("/run/netns/$one")) { Get-NetnsProcess $one | Stop-NetnsProcess -Force }
        Remove-TestLeftover
    }

    BeforeEach { $terminal = $null }

    It 'Start-NetnsProcess is all or nothing' {
        Test-EveryFault { $null = New-NetNamespace $one } { Start-NetnsProcess $one sleep 600 -ErrorAction SilentlyContinue } -Look { Get-Inside } -CleanUp { Reset-Inside } | Should -BeGreaterThan 10
    }

    # EPERM is no failure when a process is looked at: it is hidden then (hidepid), and nobody's business.
    It 'Stop-NetnsProcess is all or nothing' {
        Test-EveryFault { $null = New-NetNamespace $one; $script:sleeper = Start-NetnsProcess $one sleep 600 } {
            Stop-NetnsProcess $sleeper -ErrorAction SilentlyContinue
        } -Errors 'OutOfMemory', 'NoBuffers' -Look { Get-Inside } -CleanUp { Reset-Inside } -Dense 30 -Step 7 | Should -BeGreaterThan 60
    }

    # Who has ended has ended: but only with the namespace gone is nothing said.
    It 'Remove-NetNamespace -Force is all or nothing' {
        Test-EveryFault { $null = New-NetNamespace $one; $script:sleeper = Start-NetnsProcess $one sleep 600 } {
            Remove-NetNamespace $one -Force -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        } -Errors 'OutOfMemory', 'NoBuffers' -Look { $names = Get-Name; "$names $(-not $names -and $sleeper.HasExited)" } -CleanUp {
            $sleeper | Stop-NetnsProcess -Force
            Remove-Machine
        } -Dense 30 -Step 7 | Should -BeGreaterThan 60
    }

    # Nothing changes here, whatever fails.
    It 'Clear-NetNamespace never removes what it cannot see to be empty' {
        $keep = [IO.Path]::Combine("$TestDrive", 'keep')
        $null = New-NetNamespace $one
        $null = Start-NetnsProcess $one sleep 600
        Set-Abandoned $one $keep
        $position = 0
        do {
            $position += $position -lt 60 ? 1 : 7
            $faults::Arm($position, [Enum]::Parse($errno, 'OutOfMemory'))
            try { Clear-NetNamespace $one -ErrorAction SilentlyContinue -WarningAction SilentlyContinue } catch { $null = $_ }
            $struck = $faults::Disarm()
            Get-Inside | Should -Be 'sleep False' -Because "call $position has failed, after $(($faults::Calls | Select-Object -Last 30) -join ', ')"
        } while ($struck)

        $position | Should -BeGreaterThan 60
        Get-NetnsProcess $one | Stop-NetnsProcess -Force
        Clear-NetNamespace $one
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'Invoke-NetNamespace runs a program, or not' {
        Test-EveryFault { $null = New-NetNamespace $one } {
            Invoke-NetNamespace $one sh '-c' 'echo >"$0"; echo done' $file -ErrorAction SilentlyContinue
        } -Look { "$(Get-Inside) $given" } -CleanUp { Reset-Inside } | Should -BeGreaterThan 10
    }

    It 'Invoke-NetNamespace runs a script block, or not' {
        Test-EveryFault { $null = New-NetNamespace $one } {
            Invoke-NetNamespace $one { 'done' } -ErrorAction SilentlyContinue
        } -Errors 'OutOfMemory' -Look { "$(Get-Inside) $given" } -CleanUp { Reset-Inside } -Dense 12 -Step 100 | Should -BeGreaterThan 12
    }

    It 'New-NetnsSession opens a session, or none' {
        Test-EveryFault { $null = New-NetNamespace $one } {
            New-NetnsSession $one -ErrorAction SilentlyContinue
        } -Errors 'PermissionDenied', 'OutOfMemory' -Look { "$(@(Get-NetnsProcess $one).Count) $(@(Get-PSSession).State)" } -CleanUp {
            Get-PSSession | Remove-PSSession
            Reset-Inside
        } | Should -BeGreaterThan 10
    }

    # In a PowerShell on a terminal of its own, which does all of it there, with namespaces of its own.
    It 'Enter-NetNamespace opens a shell and gives the terminal back, or opens none' {
        $terminal = Open-Engine @"
. '$PSScriptRoot/Support/TestModule.ps1'
. '$PSScriptRoot/Support/Faults.ps1'
'modes 1 ' + (sh -c 'stty -g </dev/tty')
try {
    `$calls = Test-EveryFault { `$null = New-NetNamespace `$one; `$global:LASTEXITCODE = 42 } {
        Enter-NetNamespace `$one sh '-c', 'echo >"`$0"; exit 7', '$file' -ErrorAction SilentlyContinue
    } -Look { "`$([IO.File]::Exists('$file')) `$global:LASTEXITCODE" } -CleanUp { [IO.File]::Delete('$file'); Remove-Machine }
    "struck `$calls times."
}
catch { "wrong: `$_." }
finally { Remove-Machine }
'modes 2 ' + (sh -c 'stty -g </dev/tty')
"@
        $modes = Read-Terminal $terminal '(?<=modes 1 )\S+'
        Read-Terminal $terminal '(struck \d+ times|wrong: [^\r\n]+)\.' | Should -Match 'struck [1-9]\d times'
        Read-Terminal $terminal '(?<=modes 2 )\S+' | Should -Be $modes
        Wait-Terminal $terminal | Should -Be 0
    }

    It 'Wait-NetnsPort sees what listens, or says why not' {
        Test-EveryFault { $null = New-NetNamespace $one } {
            Wait-NetnsPort $one 80 -Gone -Quiet -ErrorAction SilentlyContinue
        } -Look { "$(Get-Machine) $given" } | Should -BeGreaterThan 10
    }
}
