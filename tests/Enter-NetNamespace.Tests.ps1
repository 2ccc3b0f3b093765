BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Enter-NetNamespace' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        . $PSScriptRoot/Support/Terminal.ps1
        $one = Get-TestName 'in1'
        $two = Get-TestName 'in2'
        $null = New-NetNamespace $one, $two
        $null = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two |
            Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
        $inside = "net:\[$((Get-NetNamespace $one).Inode)\]"
        $id = 'NetnsTools.Commands.EnterNetNamespaceCommand'
        $plainHome = [IO.Directory]::CreateDirectory([IO.Path]::Combine($TestDrive, 'plain')).FullName

        # The mark, and the end of the prompt behind it.
        function Get-Prompt([string] $Namespace, [string] $End = '[#$%>] ') { [regex]::Escape("($Namespace) ") + "[^\r\n]*$End" }

        # Whether, in the end, the output is as it should be: processes come and go when the scheduler comes to it.
        function Wait-Text([scriptblock] $Script, [string] $Pattern) {
            $limit = [Diagnostics.Stopwatch]::StartNew()
            do { $text = (& $Script) -join ' ' } until ($text -match $Pattern -or $limit.ElapsedMilliseconds -gt 20000)
            $text -match $Pattern
        }

        # A home with these files.
        function New-Home([hashtable] $Files) {
            $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine($TestDrive, [Guid]::NewGuid())).FullName
            foreach ($name in $Files.Keys) { [IO.File]::WriteAllText([IO.Path]::Combine($folder, $name), $Files[$name]) }
            $folder
        }
    }

    AfterAll { Remove-TestLeftover }

    BeforeEach { $terminal = $other = $null }

    AfterEach {
        Close-Terminal $terminal
        Close-Terminal $other
    }

    Context 'refuses' {
        It 'a namespace that is not there, with one error each' {
            $global:LASTEXITCODE = 42
            "nt$PID-none1", "nt$PID-none2" | Enter-NetNamespace -Shell sh -ErrorAction SilentlyContinue -ErrorVariable records
            $records.FullyQualifiedErrorId | Should -Be "NamespaceNotFound,$id", "NamespaceNotFound,$id"
            $records.TargetObject | Should -Be "nt$PID-none1", "nt$PID-none2"
            $LASTEXITCODE | Should -Be 42
        }

        It 'a shell that is not there' {
            Enter-NetNamespace $one -Shell nt-no-such-shell -ErrorAction SilentlyContinue -ErrorVariable records
            $records.FullyQualifiedErrorId | Should -Be "ProgramNotFound,$id"
            $records.TargetObject | Should -Be 'nt-no-such-shell'
            $records[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }

        It '<Text>' -ForEach @(
            @{ Text = 'a name that cannot be one'; Splat = @{ Name = 'a/b' }; Fault = 'NamespaceInvalidInput' }
            @{ Text = 'an empty name'; Splat = @{ Name = '' }; Fault = 'NamespaceInvalidInput' }
            @{ Text = 'an empty shell'; Splat = @{ Shell = '' }; Fault = 'ProgramInvalidInput' }
            @{ Text = 'a folder for a shell'; Splat = @{ Shell = '/usr' }; Fault = 'ProgramInvalidInput' }
            @{ Text = 'a folder of no drive'; Splat = @{ WorkingDirectory = 'nowhere:/' }; Fault = 'ProgramInvalidInput' }
            @{ Text = 'a folder of the environment'; Splat = @{ WorkingDirectory = 'env:/' }; Fault = 'ProgramInvalidInput' }
        ) {
            $parameters = @{ Name = $one; Shell = 'sh' }
            foreach ($name in $Splat.Keys) { $parameters[$name] = $Splat[$name] }
            { Enter-NetNamespace @parameters -ErrorAction Stop } | Should -Throw -ErrorId "$Fault,$id"
        }

        It 'where there is no terminal, and says what to use' {
            $script = "Import-Module '$((Get-Module NetnsTools).ModuleBase)/NetnsTools.psd1'; Enter-NetNamespace $one sh -ErrorAction SilentlyContinue; `$Error[0].FullyQualifiedErrorId; `$Error[0].Exception.Message"
            $lines = $null | & ([Environment]::ProcessPath) -NoProfile -Command $script
            $lines[0] | Should -Be "ProgramNotSupported,$id"
            $lines[1] | Should -Match 'terminal.*Invoke-NetNamespace'
        }

        It 'a user who may not enter' {
            $terminal = Open-Terminal ('setpriv', '--reuid=65534', '--clear-groups', '--inh-caps=-all', '--bounding-set=-all', [Environment]::ProcessPath, '-NoProfile', '-Command', "Import-Module '$((Get-Module NetnsTools).ModuleBase)/NetnsTools.psd1'; Enter-NetNamespace $one sh -ErrorAction SilentlyContinue; `$Error[0].FullyQualifiedErrorId")
            Read-Terminal $terminal '\w+,NetnsTools\S+' | Should -Be "NamespacePermissionDenied,$id"
        }

        It 'a folder, or a variable, that cannot be one' {
            $terminal = Open-Engine @"
Enter-NetNamespace $one sh -WorkingDirectory /nt-nowhere -ErrorAction SilentlyContinue
"1 `$(`$Error[0].FullyQualifiedErrorId) `$(`$Error[0].TargetObject)"
Enter-NetNamespace $one sh -Environment @{ 'A=B' = 1 } -ErrorAction SilentlyContinue
"2 `$(`$Error[0].FullyQualifiedErrorId) `$(`$Error[0].TargetObject)"
"@
            Read-Terminal $terminal '1 \S+ \S+' | Should -Be "1 ProgramNotFound,$id /nt-nowhere"
            Read-Terminal $terminal '2 \S+ \S+' | Should -Be "2 ProgramInvalidInput,$id A=B"
        }
    }

    Context 'on a terminal' {
        It 'opens <_> inside, shows where one is, and gives back its exit code and the terminal' -ForEach 'bash', 'sh' {
            $terminal = Open-Engine @"
'modes 1 ' + (sh -c 'stty -g </dev/tty')
`$output = Enter-NetNamespace $one $_ -Environment @{ HOME = '$plainHome' }
"code `$LASTEXITCODE, output `$(@(`$output).Count)"
'modes 2 ' + (sh -c 'stty -g </dev/tty')
"@
            $before = Read-Terminal $terminal '(?<=modes 1 )\S+'
            $null = Read-Terminal $terminal (Get-Prompt $one)
            Send-Terminal $terminal "readlink /proc/self/ns/net; echo `$NETNSTOOLS_NAMESPACE=; ls -l /proc/`$PPID/fd | grep -c -e net: -e /run/netns/`r"
            Read-Terminal $terminal 'net:\[\d+\]' | Should -Match $inside
            $null = Read-Terminal $terminal "$one=\s+"
            # The engine holds nothing of the namespace while somebody is inside.
            Read-Terminal $terminal '(?m)^\d+\s' | Should -Match '^0\s'
            $null = Read-Terminal $terminal (Get-Prompt $one)
            Send-Terminal $terminal "exit 3`r"
            Read-Terminal $terminal 'code \d+, output \d+' | Should -Be 'code 3, output 0'
            Read-Terminal $terminal '(?<=modes 2 )\S+' | Should -Be $before
            Wait-Terminal $terminal | Should -Be 0
        }

        It 'gives Ctrl+C to what runs in the shell, and Ctrl+Z too' {
            $terminal = Open-Engine "Enter-NetNamespace $one bash -Environment @{ HOME = '$plainHome' }; `"code `$LASTEXITCODE`""
            $null = Read-Terminal $terminal (Get-Prompt $one)
            # It says that it is there, and waits without becoming another program, which might miss a signal.
            $program = 'cat /proc/self/status -'
            Send-Terminal $terminal "$program`r"
            $null = Read-Terminal $terminal 'Pid:\s+\d+'
            Send-Terminal $terminal ([char]3)
            $null = Read-Terminal $terminal (Get-Prompt $one)
            Send-Terminal $terminal "echo interrupted=`$?; $program`r"
            $null = Read-Terminal $terminal 'interrupted=130'
            $null = Read-Terminal $terminal 'Pid:\s+\d+'
            Send-Terminal $terminal ([char]26)
            $null = Read-Terminal $terminal 'Stopped'
            $null = Read-Terminal $terminal (Get-Prompt $one)
            Send-Terminal $terminal "fg`r"
            $null = Read-Terminal $terminal ([regex]::Escape($program))
            # It answers: the terminal is its own again.
            Send-Terminal $terminal "here`r"
            $null = Read-Terminal $terminal 'here\r?\nhere'
            Send-Terminal $terminal ([char]3)
            $null = Read-Terminal $terminal (Get-Prompt $one)
            Send-Terminal $terminal "exit 0`r"
            $null = Read-Terminal $terminal 'code 0'
        }

        It 'leaves Ctrl+C to a program in its own process group, and goes on after it' {
            # Ready as soon as the engine ignores SIGINT (2) and SIGQUIT (4).
            $program = 'trap "echo heard" INT; until grep -q "SigIgn.*[67ef]$" /proc/$PPID/status; do :; done; echo ready; until read line; do :; done; echo got $line; exit 9'
            $terminal = Open-Engine "Enter-NetNamespace $one sh '-c', '$program'; `"code `$LASTEXITCODE`"; 'ign ' + (grep SigIgn /proc/`$PID/status); Start-Sleep 100"
            $null = Read-Terminal $terminal 'ready'
            foreach ($round in 1..3) {
                Send-Terminal $terminal ([char]3)
                $null = Read-Terminal $terminal 'heard'
            }

            Send-Terminal $terminal "a`r"
            $null = Read-Terminal $terminal 'got a'
            $null = Read-Terminal $terminal 'code 9'
            # Its own again.
            $null = Read-Terminal $terminal 'ign SigIgn:\s*\w*[0189]\s'
            Send-Terminal $terminal ([char]3)
            $null = Wait-Terminal $terminal
        }

        It 'gives 128 and the signal, and the terminal back, when the shell is killed' {
            $terminal = Open-Engine @"
'modes 1 ' + (sh -c 'stty -g </dev/tty')
Enter-NetNamespace $one bash -Environment @{ HOME = '$plainHome' }
"code `$LASTEXITCODE"
'modes 2 ' + (sh -c 'stty -g </dev/tty')
'read ' + (sh -c 'read line </dev/tty; echo `$line')
"@
            $before = Read-Terminal $terminal '(?<=modes 1 )\S+'
            $null = Read-Terminal $terminal (Get-Prompt $one)
            Send-Terminal $terminal "stty raw -echo; kill -9 `$`$`r"
            $null = Read-Terminal $terminal 'code 137'
            Read-Terminal $terminal '(?<=modes 2 )\S+' | Should -Be $before
            # Only the foreground may read.
            Send-Terminal $terminal "typed`r"
            $null = Read-Terminal $terminal 'read typed'
        }

        It 'is ended by a stop within a second, with <Text>' -ForEach @(
            @{ Text = 'its jobs'; Shell = 'bash'; Program = 'sleep 100; true' }
            @{ Text = 'the children of a program without job control'; Shell = 'sh'; Program = 'sleep 100; true' }
            @{ Text = 'a shell in it that has the terminal'; Shell = 'sh'; Program = 'env -u NETNSTOOLS_RUN bash --norc -ic "sleep 100; true"; true' }
        ) {
            $manifest = [IO.Path]::Combine((Get-Module NetnsTools).ModuleBase, 'NetnsTools.psd1')
            $go = [IO.Path]::Combine($TestDrive, [Guid]::NewGuid())
            $parameters = if ($Shell -eq 'bash') { "'--norc', '-ic'" } else { "'-c'" }
            $terminal = Open-Engine @"
`$shell = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
`$null = `$shell.AddScript({ Import-Module '$manifest'; Enter-NetNamespace $one $Shell $parameters, 'echo started; $Program' }.ToString())
`$running = `$shell.BeginInvoke()
while (-not [IO.File]::Exists('$go')) { Start-Sleep -Milliseconds 10 }
`$watch = [Diagnostics.Stopwatch]::StartNew()
`$shell.Stop()
"stopped in `$(`$watch.ElapsedMilliseconds) ms."
sh -c 'read line </dev/tty'
"@
            $null = Read-Terminal $terminal 'started'
            $sleeping = "grep -ls 'NETNSTOOLS_NAMESPACE=$one' `$(grep -lsz '^sleep' /proc/[0-9]*/cmdline | sed s/cmdline/environ/)"
            Wait-Text { sh -c $sleeping } '/proc' | Should -BeTrue
            [IO.File]::WriteAllText($go, '')
            [int](Read-Terminal $terminal '(?<=stopped in )\d+') | Should -BeLessThan 1500
            # While the engine lives: with it the kernel would hang up.
            Wait-Text { sh -c "grep -ls 'NETNSTOOLS_NAMESPACE=$one' /proc/[0-9]*/environ; echo end" } '^end' | Should -BeTrue
            Send-Terminal $terminal "`r"
            Wait-Terminal $terminal | Should -Be 0
        }

        It 'is ended when the terminal is closed' {
            $terminal = Open-Engine "Enter-NetNamespace $one bash -Environment @{ HOME = '$plainHome' }"
            $null = Read-Terminal $terminal (Get-Prompt $one)
            Send-Terminal $terminal "echo pid=`$`$=`r"
            $processId = Read-Terminal $terminal '(?<=pid=)\d+(?==)'
            Close-Terminal $terminal
            $terminal = $null
            Wait-Text { [IO.Directory]::Exists("/proc/$processId") } False | Should -BeTrue
        }

        It 'lets two terminals be in two namespaces that see each other' {
            $terminal = Open-Engine "Enter-NetNamespace $one bash -Environment @{ HOME = '$plainHome' }"
            $other = Open-Engine "Enter-NetNamespace $two bash -Environment @{ HOME = '$plainHome' }"
            $null = Read-Terminal $terminal (Get-Prompt $one)
            $null = Read-Terminal $other (Get-Prompt $two)
            Send-Terminal $other "ip link show; echo end=`$?`r"
            $links = Read-Terminal $other '(?s)\d+: lo.*end=0'
            $links | Should -Match 'veth-2@'
            $links | Should -Not -Match 'veth-1@'
            Send-Terminal $terminal "ping -c 2 10.0.0.20`r"
            Read-Terminal $terminal '\d received' | Should -Be '2 received'
        }

        It 'starts where PowerShell is, or where it was told, with the variables it was told' {
            $terminal = Open-Engine @"
Set-Location /usr
Enter-NetNamespace $one sh '-c', 'pwd'
Enter-NetNamespace $one sh '-c', 'pwd; echo "a=`$NT_A."' -WorkingDirectory lib -Environment @{ NT_A = 5 }
Get-NetNamespace $one | Enter-NetNamespace -Shell sh -ArgumentList '-c', 'ls /sys/class/net; printf "%s|" "`$@"', x, '', 'a b', '`$(id)' -Sysfs
"@
            $null = Read-Terminal $terminal '(?m)^/usr\s'
            $null = Read-Terminal $terminal '(?m)^/usr/lib\s+a=5\.'
            Read-Terminal $terminal '(?s)lo\s+veth-1\s+.*\|' | Should -Match '\|a b\|\$\(id\)\|$'
        }
    }

    Context 'the prompt' {
        It 'of bash comes before the user''s own, also where it is set anew each time' {
            $folder = New-Home @{ '.bashrc' = "PS1='one> '; again() { PS1='two> '; }; PROMPT_COMMAND='again;'; echo profile-read" }
            $terminal = Open-Engine "Enter-NetNamespace $one bash -Environment @{ HOME = '$folder' }"
            $null = Read-Terminal $terminal 'profile-read'
            $null = Read-Terminal $terminal (Get-Prompt $one 'two> ')
            Send-Terminal $terminal "false`r"
            Read-Terminal $terminal (Get-Prompt $one 'two> ') | Should -Be "($one) two> "
            Send-Terminal $terminal "echo _`$?_ [`$NETNSTOOLS_PROMPT]`r"
            $null = Read-Terminal $terminal '_1_ \[\]'
        }

        It 'of bash comes before the user''s own where several commands run before it' {
            $folder = New-Home @{ '.bashrc' = "set -u; first() { :; }; last() { PS1='three> '; }; PROMPT_COMMAND=(first last)" }
            $terminal = Open-Engine "Enter-NetNamespace $one bash -Environment @{ HOME = '$folder' }"
            foreach ($round in 1..2) {
                Read-Terminal $terminal (Get-Prompt $one 'three> ') | Should -Be "($one) three> "
                Send-Terminal $terminal "true`r"
            }
        }

        It 'of sh comes before the user''s own' {
            $folder = New-Home @{ '.shinit' = "PS1='own> '; echo init-read" }
            $terminal = Open-Engine "Enter-NetNamespace $one sh -Environment @{ HOME = '$folder'; ENV = '`$HOME/.shinit' }"
            $null = Read-Terminal $terminal 'init-read'
            $null = Read-Terminal $terminal (Get-Prompt $one 'own> ')
            Send-Terminal $terminal "echo `"[`$ENV]`"`r"
            $null = Read-Terminal $terminal '\[\$HOME/\.shinit\]'
        }

        It 'of PowerShell comes before the user''s own' {
            $terminal = Open-Engine "Enter-NetNamespace $one pwsh -Environment @{ HOME = '$plainHome' }; `"code `$LASTEXITCODE`""
            $null = Read-Terminal $terminal (Get-Prompt $one 'PS [^>\r\n]*> ')
            Send-Terminal $terminal "'in ' + (readlink /proc/self/ns/net); function prompt { 'mine> ' }`r"
            Read-Terminal $terminal 'in net:\[\d+\]' | Should -Match $inside
            Send-Terminal $terminal "exit 7`r"
            $null = Read-Terminal $terminal 'code 7'
        }

        It 'is the outer one again after a nested shell' {
            $terminal = Open-Engine "Enter-NetNamespace $one pwsh -Environment @{ HOME = '$plainHome' }"
            $null = Read-Terminal $terminal (Get-Prompt $one)
            Send-Terminal $terminal "Import-Module '$((Get-Module NetnsTools).ModuleBase)/NetnsTools.psd1'; Enter-NetNamespace $two sh`r"
            $null = Read-Terminal $terminal (Get-Prompt $two)
            Send-Terminal $terminal "exit`r"
            $null = Read-Terminal $terminal (Get-Prompt $one)
        }

        It 'of <_> runs nothing that stands in a name' -ForEach 'bash', 'sh' {
            $name = Get-TestName ($_ + '$(touch ran)`touch ran`\u')
            $null = New-NetNamespace $name
            $terminal = Open-Engine "Set-Location '$plainHome'; Enter-NetNamespace '$name' $_ -Environment @{ HOME = '$plainHome' }"
            $null = Read-Terminal $terminal (Get-Prompt $name)
            Send-Terminal $terminal "echo next; ls`r"
            $null = Read-Terminal $terminal (Get-Prompt $name)
            [IO.File]::Exists("$plainHome/ran") | Should -BeFalse
        }

        It 'is the program''s own affair where it is given arguments' {
            $terminal = Open-Engine "Enter-NetNamespace $one sh '-i' -Environment @{ PS1 = 'plain> ' }"
            Read-Terminal $terminal '[^\r\n]*plain> ' | Should -Be 'plain> '
        }
    }

    Context 'the shell' {
        It 'is $SHELL' {
            $terminal = Open-Engine "Enter-NetNamespace $one -Environment @{ HOME = '$plainHome' }" @{ SHELL = '/bin/bash' }
            $null = Read-Terminal $terminal (Get-Prompt $one)
            Send-Terminal $terminal "echo `"version=`$BASH_VERSION`"`r"
            $null = Read-Terminal $terminal 'version=\d'
        }

        It 'is /bin/sh, with a warning, where $SHELL is not there' {
            $terminal = Open-Engine "Enter-NetNamespace $one" @{ SHELL = '/nt-nowhere/shell' }
            $null = Read-Terminal $terminal 'WARNING: [^\r\n]*/nt-nowhere/shell'
            $null = Read-Terminal $terminal (Get-Prompt $one)
        }
    }
}
