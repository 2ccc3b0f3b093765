# The program that runs these tests, whichever it is: our host, or pwsh. The same is expected of both, so that a
# script that works in one works in the other; what holds for our host only says so.

BeforeDiscovery {
    $isPwsh = [System.IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'pwsh'
}

BeforeAll {
    function Invoke-Host {
        # Runs the program and gives the streams apart from each other.
        param([string[]]$Arguments, [AllowNull()][object]$InputText = $null, [hashtable]$Environment = @{ NO_COLOR = '1' })
        $start = [System.Diagnostics.ProcessStartInfo]::new([System.Environment]::ProcessPath)
        $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
        $start.WorkingDirectory = $TestDrive
        foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
        foreach ($argument in @('-NoProfile') + $Arguments) { $start.ArgumentList.Add($argument) }
        $process = [System.Diagnostics.Process]::Start($start)
        $errorText = $process.StandardError.ReadToEndAsync()
        if ($null -ne $InputText) { $process.StandardInput.Write([string]$InputText) }
        $process.StandardInput.Close()
        $outputText = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        [pscustomobject]@{
            ExitCode = $process.ExitCode
            Output   = $outputText.TrimEnd()
            Error    = $errorText.GetAwaiter().GetResult().TrimEnd()
        }
    }

    function New-Script {
        param([string]$Text, [string]$Name = 'script.ps1')
        Set-Content (Join-Path $TestDrive $Name) $Text
        Join-Path $TestDrive $Name
    }
}

Describe 'Exit codes' {
    It '-Command <text> gives <code>' -ForEach @(
        @{ Text = '1'; Code = 0 }
        @{ Text = 'exit 3'; Code = 3 }
        @{ Text = '& { exit 3 }; "not reached"'; Code = 3 }
        @{ Text = 'exit'; Code = 0 }
        @{ Text = 'exit 300'; Code = 44 }
        @{ Text = 'throw "x"'; Code = 1 }
        @{ Text = 'Write-Error x'; Code = 1 }
        @{ Text = 'Write-Error x; 1'; Code = 0 }
        @{ Text = 'Get-SomethingThatIsNotThere'; Code = 1 }
        @{ Text = '/bin/false'; Code = 1 }
        @{ Text = '/bin/sh -c "exit 7"'; Code = 1 }
        @{ Text = '/bin/sh -c "exit 7"; exit $LASTEXITCODE'; Code = 7 }
        @{ Text = 'if ( {'; Code = 1 }
    ) {
        (Invoke-Host '-Command', $Text).ExitCode | Should -Be $Code
    }

    It '-File with <text> gives <code>' -ForEach @(
        @{ Text = '1'; Code = 0 }
        @{ Text = 'exit 3'; Code = 3 }
        @{ Text = 'function f { exit 4 }; f; "not reached"'; Code = 4 }
        @{ Text = 'throw "x"'; Code = 1 }
        @{ Text = 'try { throw "x" } finally { "cleaned up" }'; Code = 1 }
        @{ Text = 'Write-Error x'; Code = 0 }
        @{ Text = '$ErrorActionPreference = "Stop"; Write-Error x'; Code = 1 }
        @{ Text = '/bin/false'; Code = 0 }
        @{ Text = 'if ( {'; Code = 1 }
    ) {
        (Invoke-Host '-File', (New-Script $Text)).ExitCode | Should -Be $Code
    }

    It 'goes on after a script called from a script has called exit' {
        $inner = New-Script 'exit 5' 'inner.ps1'
        $run = Invoke-Host '-File', (New-Script "& '$inner'; `"after `$LASTEXITCODE`"; exit 6")
        $run.Output | Should -Be 'after 5'
        $run.ExitCode | Should -Be 6
    }
    It 'is 64 for a file that is not there' {
        $run = Invoke-Host '-File', '/not/there.ps1'
        $run.ExitCode | Should -Be 64
        $run.Error | Should -Match "argument '/not/there\.ps1' is not recognized as the name of a script file"
    }
    It 'is 64 for <_> without its value' -ForEach '-File', '-Command', '-WorkingDirectory' {
        (Invoke-Host $_).ExitCode | Should -Be 64
    }
    It 'is 64 for a parameter that does not exist' { (Invoke-Host '-NoSuchThing').ExitCode | Should -Be 64 }
}

Describe 'The command line' {
    It 'is understood as pwsh does: <_>' -ForEach @(
        '-Command "hi"', '-c "hi"', '-COMMAND "hi"', '--command "hi"', '-nop -noni -nol -c "hi"', '-wd / -c "hi"', '-WorkingDirectory / -c "hi"'
    ) {
        (Invoke-Host ($_ -split ' ')).Output | Should -Be 'hi'
    }
    It 'joins what follows -Command' { (Invoke-Host '-c', '"a";', '"b"').Output | Should -Be "a`nb" }
    It 'takes a first word that is no parameter for a script' { (Invoke-Host (New-Script '"args: $args"'), 'x', '-y').Output | Should -Be 'args: x -y' }
    It 'runs a file without the extension' { (Invoke-Host '-f', (New-Script "#!/usr/bin/env pwsh`n`"args: `$args`"" 'tool'), 'x').Output | Should -Be 'args: x' }
    It 'starts where -WorkingDirectory says' { (Invoke-Host '-wd', '/usr', '-c', '$PWD.Path').Output | Should -Be '/usr' }
    It 'finds a script relative to where it was started' {
        $null = New-Script '$PWD.Path' 'here.ps1'
        (Invoke-Host '-wd', '/usr', '-File', 'here.ps1').Output | Should -Be '/usr'
    }
    It 'stays for commands after a script with -NoExit' {
        $run = Invoke-Host '-NoExit', '-File', (New-Script '$kept = 5' 'first.ps1') -InputText "`"kept `$kept`"`nexit 4`n"
        $run.Output | Should -Match '(?m)kept 5$'
        $run.ExitCode | Should -Be 4
    }
    It 'prints a version' {
        $run = Invoke-Host '-Version'
        $run.Output | Should -Match '^PowerShell \d+\.\d+\.\d+'
        $run.ExitCode | Should -Be 0
    }
    It 'prints help' { (Invoke-Host '-Help').Output | Should -Match '-NonInteractive' }
}

Describe 'Script arguments' {
    BeforeAll {
        $script = New-Script @'
param([string]$Task = 'none', [switch]$Fast, [int]$Number, [string[]]$List, [Parameter(ValueFromRemainingArguments)]$Rest)
"$Task|$Fast|$Number|$($List.Count):$List|$Rest"
'@
    }
    It '<_.Words> gives <_.Result>' -ForEach @(
        @{ Words = @(); Result = 'none|False|0|0:|' }
        @{ Words = '-Task', 'Test'; Result = 'Test|False|0|0:|' }
        @{ Words = '-task:Test', '-Fast'; Result = 'Test|True|0|0:|' }
        @{ Words = '-Fast:false'; Result = 'none|False|0|0:|' }
        @{ Words = '-Fast:$true', '-Number', '3'; Result = 'none|True|3|0:|' }
        @{ Words = '-List', 'a,b'; Result = 'none|False|0|1:a,b|' }
        @{ Words = '-List:', 'a'; Result = 'none|False|0|1:a|' }
        @{ Words = 'Test', '5', 'l', 'x', 'y z'; Result = 'Test|False|5|1:l|x y z' }
        @{ Words = '-Task', '$HOME'; Result = '$HOME|False|0|0:|' }
    ) {
        (Invoke-Host (@('-File', $script) + $_.Words)).Output | Should -Be $_.Result
    }
    It 'refuses a parameter that the script does not have' {
        $run = Invoke-Host '-File', (New-Script '[CmdletBinding()] param() 1' 'strict.ps1'), '-Other', 'x'
        $run.ExitCode | Should -Be 1
        $run.Error | Should -Match "parameter name 'Other'"
    }
    It 'knows the script' {
        $path = New-Script '"$PSScriptRoot|$PSCommandPath|$($MyInvocation.MyCommand.Name)"' 'where.ps1'
        (Invoke-Host '-File', $path).Output | Should -Be "$TestDrive|$path|where.ps1"
    }
}

Describe 'Streams' {
    It 'puts errors, and nothing else, on standard error' {
        $run = Invoke-Host '-c', 'Write-Warning w; Write-Verbose v -Verbose; Write-Debug d -Debug; Write-Information i -InformationAction Continue; Write-Host h; "o"; Write-Error e; Write-Progress p'
        $run.Output | Should -Be ("WARNING: w", 'VERBOSE: v', 'DEBUG: d', 'i', 'h', 'o' -join "`n")
        # pwsh 7.4 colours errors, NO_COLOR or not.
        $run.Error -replace "`e\[[0-9;]*m" | Should -Be 'Write-Error: e'
    }
    It 'shows where an error in a script is' {
        $run = Invoke-Host '-File', (New-Script "function f { throw 'this is bad' }`n`nf" 'bad.ps1')
        $run.Error | Should -Match 'bad\.ps1:1'
        $run.Error | Should -Match 'Line \|'
        $run.Error | Should -Match "throw 'this is bad'"
        $run.Output | Should -BeNullOrEmpty
    }
    It 'shows where the syntax of a script is wrong' {
        $run = Invoke-Host '-File', (New-Script "1`nif (" 'syntax.ps1')
        $run.Error | Should -Match 'ParserError.*syntax\.ps1:2'
        $run.Output | Should -BeNullOrEmpty
    }
    It 'shows a module that cannot be imported' {
        $run = Invoke-Host '-c', 'Import-Module NoSuchModuleAnywhere'
        $run.Error | Should -Match "'NoSuchModuleAnywhere' was not loaded"
        $run.ExitCode | Should -Be 1
    }
    It 'formats objects as tables' {
        $run = Invoke-Host '-c', '[pscustomobject]@{ Name = "a"; Size = 1 }, [pscustomobject]@{ Name = "b"; Size = 22 }'
        $run.Output | Should -Be ("`nName Size`n---- ----`na       1`nb      22")
    }
    It 'formats objects with many properties as lists' {
        (Invoke-Host '-c', '[pscustomobject]@{ A = 1; B = 2; C = 3; D = 4; E = 5 }').Output | Should -Match '(?m)^E : 5$'
    }
    It 'writes no escape sequences under NO_COLOR' {
        $run = Invoke-Host '-c', 'Write-Host h -ForegroundColor Red; Write-Warning w; [pscustomobject]@{ A = 1 }; [pscustomobject]@{ A = 1 } | Out-String; Write-Error e'
        $run.Output | Should -Not -Match "`e"
        if ($PSVersionTable.PSVersion -ge '7.5') { $run.Error | Should -Not -Match "`e" }
    }
    # pwsh on Linux writes escape sequences into files and pipes, too.
    It 'writes no escape sequences where output is redirected' -Skip:$isPwsh {
        $text = 'Write-Host h -ForegroundColor Red; Write-Warning w; [pscustomobject]@{ A = 1 }; Write-Error e'
        $run = Invoke-Host '-c', $text -Environment @{ TERM = 'xterm-256color' }
        $run.Output + $run.Error | Should -Not -Match "`e"
    }
    # pwsh asks the terminal's database, whose answer differs from machine to machine.
    It 'is 120 columns wide where output is redirected' -Skip:$isPwsh {
        (Invoke-Host '-c', '$Host.UI.RawUI.BufferSize.Width').Output | Should -Be '120'
    }
    It 'keeps bytes that are not ASCII' { (Invoke-Host '-c', '"äöü €"').Output | Should -Be 'äöü €' }
}

Describe 'Standard input' {
    It 'is $input for a command' { (Invoke-Host '-c', '$input | ForEach-Object { "<$_>" }' -InputText "a`nb`n").Output | Should -Be "<a>`n<b>" }
    It 'is $input for a script' { (Invoke-Host '-File', (New-Script '$input | ForEach-Object { "<$_>" }') -InputText "a`nb`n").Output | Should -Be "<a>`n<b>" }
    It 'can be read by a script' { (Invoke-Host '-c', '[Console]::In.ReadLine()' -InputText "a`nb`n").Output | Should -Be 'a' }
    It 'holds the commands with -Command -' {
        $run = Invoke-Host '-Command', '-' -InputText "'one'`nfunction f {`n  'two'`n}`n`nf`n"
        $run.Output | Should -Be "one`ntwo"
        $run.ExitCode | Should -Be 0
    }
    It 'goes on after an error, as at a prompt' {
        $run = Invoke-Host '-Command', '-' -InputText "throw 'a'`n'b'`n"
        $run.Output | Should -Be 'b'
        $run.Error | Should -Match 'a'
        $run.ExitCode | Should -Be 0
    }
    It 'ends with exit' {
        $run = Invoke-Host '-Command', '-' -InputText "'a'`nexit 4`n'b'`n"
        $run.Output | Should -Be 'a'
        $run.ExitCode | Should -Be 4
    }
    It 'fails if its last command does' { (Invoke-Host '-Command', '-' -InputText "'a'`nWrite-Error x`n").ExitCode | Should -Be 1 }
    It 'is not asked for anything under -NonInteractive' {
        $run = Invoke-Host '-NonInteractive', '-c', '$Host.UI.ReadLine()' -InputText "a`n"
        $run.Error | Should -Match 'NonInteractive mode'
    }
    It 'is not asked for mandatory parameters under -NonInteractive' {
        $run = Invoke-Host '-NonInteractive', '-c', 'function f { param([Parameter(Mandatory)]$Value) } f' -InputText "a`n"
        $run.Error | Should -Match 'missing mandatory parameters: Value'
        $run.ExitCode | Should -Be 1
    }
}

Describe 'The engine' {
    It 'has its variables' {
        $run = Invoke-Host '-c', '"$IsLinux $PID $($PSVersionTable.PSEdition) $(Test-Path $PSHOME)"'
        $run.Output | Should -Match '^True \d+ Core True$'
    }
    It 'captures what programs write' { (Invoke-Host '-c', '$x = /bin/echo a; "<$x> $LASTEXITCODE"').Output | Should -Be '<a> 0' }
    It 'passes on what programs write' { (Invoke-Host '-c', '"before"; /bin/echo a; "after"').Output | Should -Be "before`na`nafter" }
    It 'feeds programs' { (Invoke-Host '-c', "'b', 'a' | /usr/bin/sort").Output | Should -Be "a`nb" }
    It 'redirects to files' { (Invoke-Host '-c', "'a' > x.txt; 'b' >> x.txt; Get-Content x.txt").Output | Should -Be "a`nb" }
    It 'makes runspaces' { (Invoke-Host '-c', '[powershell]::Create().AddScript("1 + 1").Invoke()').Output | Should -Be '2' }
    It 'imports script modules' {
        Set-Content (Join-Path $TestDrive 'Small.psm1') 'function Get-Small { "small" }'
        (Invoke-Host '-c', "Import-Module ./Small.psm1; Get-Small").Output | Should -Be 'small'
    }
}

# pwsh has to be told where the module is.
Describe 'The module built in this repository' -Skip:$isPwsh {
    It 'is found before all others, whatever PSModulePath says' {
        $output = Join-Path (Split-Path $PSScriptRoot) 'output'
        $run = Invoke-Host '-c', '$env:PSModulePath' -Environment @{ PSModulePath = '/somewhere/else' }
        ($run.Output -split ':')[0] | Should -Be $output
        $run.Output | Should -Match '/somewhere/else'
    }
    It 'can be imported by its name' {
        $run = Invoke-Host '-c', 'Import-Module NetnsTools -ErrorAction Stop; (Get-Module NetnsTools).ModuleBase'
        $run.Error | Should -BeNullOrEmpty
        $run.Output | Should -BeLike "$(Join-Path (Split-Path $PSScriptRoot) 'output')*"
    }
}

Describe 'Ctrl+C' {
    It 'stops what runs, at once' {
        # The parent of this may ignore SIGINT (a background job of a shell does), and children inherit that.
        $start = [System.Diagnostics.ProcessStartInfo]::new('/usr/bin/env')
        foreach ($word in '--default-signal=INT', [Environment]::ProcessPath, '-NoProfile', '-c', '"ready"; Start-Sleep 60; "not reached"') { $start.ArgumentList.Add($word) }
        $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $process.StandardOutput.ReadLine() | Should -Be 'ready'
        /bin/sh -c "kill -INT $($process.Id)"
        $rest = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit(10000) | Should -BeTrue
        $rest | Should -BeNullOrEmpty
        $process.ExitCode | Should -Not -Be 0
    }
}

Describe 'Encoded commands' {
    BeforeAll { function Get-Encoded([string] $Text) { [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Text)) } }

    It 'are run: <_>' -ForEach '-EncodedCommand', '-e', '-ec' { (Invoke-Host $_, (Get-Encoded '"a b"; 1')).Output | Should -Be "a b`n1" }
    It 'give the exit code' { (Invoke-Host '-e', (Get-Encoded 'exit 3')).ExitCode | Should -Be 3 }
    It 'must be encoded' {
        $run = Invoke-Host '-e', 'no base64!'
        $run.ExitCode | Should -Be 64
        $run.Error | Should -Match 'Base64'
    }
}
