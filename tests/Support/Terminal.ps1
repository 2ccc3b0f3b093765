# Dot-sourced by tests of what needs a terminal: a real one, made by script(1), with a program in it. What it writes is
# read until the expected text comes; nothing is waited for by time.

# Starts a program on a terminal of its own.
function Open-Terminal([string[]] $Command) {
    $words = foreach ($word in $Command) { "'" + $word.Replace("'", "'\''") + "'" }
    # The parent of this may ignore SIGINT (a background job of a shell does), and children inherit that.
    $start = [Diagnostics.ProcessStartInfo]::new('/usr/bin/env')
    foreach ($word in '--default-signal=INT,QUIT', 'script', '-qec', "exec $($words -join ' ')", '/dev/null') { $start.ArgumentList.Add($word) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $start.Environment['SHELL'] = '/bin/sh'
    $start.Environment['TERM'] = 'dumb'
    @{ Process = [Diagnostics.Process]::Start($start); Text = ''; Seen = ''; Buffer = [char[]]::new(4096); Read = $null }
}

# Starts this very engine, with the module, on a terminal of its own.
function Open-Engine([string] $Script, [hashtable] $Environment = @{}) {
    $file = [IO.Path]::Combine($TestDrive, "$([Guid]::NewGuid()).ps1")
    $manifest = [IO.Path]::Combine((Get-Module NetnsTools).ModuleBase, 'NetnsTools.psd1')
    [IO.File]::WriteAllText($file, "Import-Module '$manifest'`n$Script`n")
    # By env: script itself takes SHELL.
    $variables = foreach ($name in $Environment.Keys) { "$name=$($Environment[$name])" }
    Open-Terminal (@('env') + $variables + @([Environment]::ProcessPath, '-NoProfile', '-File', $file))
}

# Types.
function Send-Terminal($Terminal, [string] $Text) {
    $Terminal.Process.StandardInput.Write($Text)
    $Terminal.Process.StandardInput.Flush()
}

# Reads up to a text that matches, which is given back; what follows it is left for the next time. Seen has all of it.
function Read-Terminal($Terminal, [string] $Pattern) {
    $limit = [Diagnostics.Stopwatch]::StartNew()
    while (-not ($match = [regex]::Match($Terminal.Text, $Pattern, 'IgnoreCase')).Success) {
        if ($null -eq $Terminal.Read) { $Terminal.Read = $Terminal.Process.StandardOutput.ReadAsync($Terminal.Buffer, 0, $Terminal.Buffer.Length) }
        $left = 30000 - $limit.ElapsedMilliseconds
        if ($left -le 0 -or -not $Terminal.Read.Wait([int]$left)) { throw "'$Pattern' did not come. What came: $($Terminal.Text)" }
        $count = $Terminal.Read.Result
        $Terminal.Read = $null
        if ($count -eq 0) { throw "The terminal was closed before '$Pattern' came. What came: $($Terminal.Text)" }
        $new = [string]::new($Terminal.Buffer, 0, $count)
        $Terminal.Text += $new
        $Terminal.Seen += $new
        # A terminal that is asked where its cursor is tells it.
        foreach ($question in [regex]::Matches($new, '\x1b\[6n')) { Send-Terminal $Terminal "`e[1;1R" }
    }

    $Terminal.Text = $Terminal.Text.Substring($match.Index + $match.Length)
    $match.Value
}

# Waits for the program to end and gives its exit code.
function Wait-Terminal($Terminal) {
    if (-not $Terminal.Process.WaitForExit(30000)) { throw "It did not end. What came: $($Terminal.Text)" }
    $Terminal.Process.ExitCode
}

# Hangs up.
function Close-Terminal($Terminal) {
    if ($null -eq $Terminal) { return }
    $Terminal.Process.Kill()
    $Terminal.Process.WaitForExit()
    $Terminal.Process.Dispose()
}
