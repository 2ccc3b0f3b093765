# The examples of docs/: read, run, and compared with what is shown there. Dot-sourced after TestModule.ps1, or before discovery.

# Each "### title" of a Markdown file with code: what prepares it, the command and what it shows; or a test file or a part of
# one ("powershell pester"); or a session on a terminal ("session"). Also code before any heading but the page's own.
function Read-Example([string] $Path) {
    $title = $block = $null
    $example = $null
    foreach ($line in [IO.File]::ReadAllLines($Path)) {
        if ($null -ne $block) {
            if ($line -in '```', '-->') { $block = $null } else { $example[$block].Add($line) }
        }
        elseif ($line -match '^#(##)? (.*)') { $title = $Matches[2]; $example = $null }
        elseif ($line.StartsWith('## ')) { $title = $example = $null }
        elseif ($title -and $line -match '^(<!-- setup|```(powershell|powershell pester|session|output|ip|bash))$') {
            $block = switch ($line) { '<!-- setup' { 'Setup' } '```powershell' { 'Code' } '```powershell pester' { 'Pester' } '```session' { 'Session' } '```output' { 'Output' } default { 'Other' } }
            if (-not $example) {
                $example = @{ File = [IO.Path]::GetFileNameWithoutExtension($Path); Title = $title; HasOutput = $false }
                foreach ($part in 'Setup', 'Code', 'Pester', 'Session', 'Output', 'Other') { $example[$part] = [Collections.Generic.List[string]]::new() }
                $example
            }

            if ($block -eq 'Output') { $example.HasOutput = $true }
        }
    }
}

# What of a text is the same each time: numbers, addresses, times and the names of labs are not.
function Get-Shape([string[]] $Text) {
    foreach ($line in $Text) {
        $shape = $line -replace '[0-9a-f]{2}(:[0-9a-f]{2}){5}', 'MAC' -replace 'fe80::[0-9a-f:]+', 'LINKLOCAL' -replace '-[a-z0-9]{6}\b(?=[^a-z]|$)', '-LAB' -replace '\d+(\.\d+)?', 'N' -replace '-{2,}', '--' -replace '^(\([\w-]+\) )\S+[#$] ', '$1# ' -replace '\s+', ' '
        $shape = $shape.Trim()
        if ($shape) { $shape }
    }
}

# Runs an example on a machine of its own: network, run directory and mounts are private to a child, so the names that the
# examples use are free there, and nothing of the real machine is touched.
function Invoke-Example([hashtable] $Example) {
    $folder = [IO.Directory]::CreateTempSubdirectory('nt').FullName
    try {
        # As at a prompt: each command's output and errors in the order they come.
        $code = @"
`$ErrorView = 'ConciseView'
Import-Module '$((Get-Module NetnsTools).ModuleBase)/NetnsTools.psd1'
Set-Location '$folder'
$($Example.Pester.Count ? '' : $Example.Setup -join "`n")
'--- shown'
$(Get-ExampleScript $Example $folder)
"@
        [IO.File]::WriteAllText("$folder/example.ps1", $code)
        $private = 'mount --make-rprivate / && mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns && ip link set lo up && exec "$@"'
        $command = 'unshare', '--mount', '--net', '--fork', '--kill-child', 'sh', '-c', $private, 'sh', [Environment]::ProcessPath, '-NoProfile', '-NonInteractive', '-File', "$folder/example.ps1"
        if ($Example.Session.Count) {
            # By env: the terminal's own program takes SHELL.
            $lines = Invoke-ExampleSession $Example.Session (@('env', 'SHELL=/bin/bash') + $command)
        }
        else {
            $lines = @(& $command[0] $command[1..($command.Count - 1)] 2>&1 | ForEach-Object { "$_" })
        }

        # Colours are the terminal's.
        $lines = @($lines | ForEach-Object { $_ -replace "`e\[[?0-9;]*[a-zA-Z]" -replace "`r" })
        $start = [Array]::IndexOf($lines, '--- shown')
        [pscustomobject]@{
            ExitCode = $LASTEXITCODE
            Setup = if ($start -gt 0) { $lines[0..($start - 1)] } elseif ($start -lt 0) { $lines }
            Shown = if ($start -ge 0) { @($lines | Select-Object -Skip ($start + 1)) }
            Report = if ($Example.Pester.Count) { [IO.File]::ReadAllText("$folder/report") }
        }
    }
    finally {
        [IO.Directory]::Delete($folder, $true)
    }
}

# What runs after the preparation.
function Get-ExampleScript([hashtable] $Example, [string] $Folder) {
    if ($Example.Pester.Count) {
        # A part of a test file gets what it stands in; what sets it up is the first thing there.
        $test = $Example.Pester -join "`n"
        if ($Example.Setup.Count) { $test = "BeforeAll {`n$($Example.Setup -join "`n")`n}`n$test" }
        if ($test -notmatch "(?m)^\s*It '") { $test += "`nIt 'has a lab' { `$lab.Namespace | Should -Not -BeNullOrEmpty }" }
        if ($test -notmatch "(?m)^Describe '") { $test = "Describe 'example' {`n$test`n}" }
        [IO.File]::WriteAllText("$Folder/Example.Tests.ps1", $test)
        "& '$PSScriptRoot/Invoke-Tests.ps1' '$Folder/report' '$Folder/Example.Tests.ps1'"
    }
    elseif ($Example.Session.Count) {
        $lines = foreach ($line in $Example.Session -like 'PS> *') {
            "[Console]::WriteLine('$($line.Replace("'", "''"))')"
            $line.Substring(4)
        }
        "$($lines -join "`n")`n[Console]::WriteLine('--- end')"
    }
    else {
        "& {`n$($Example.Code -join "`n")`n} *>&1 | Out-String -Stream -Width 160"
    }
}

# Types at a terminal what a session shows after each prompt that is not PowerShell's own, and gives all that came.
function Invoke-ExampleSession([string[]] $Session, [string[]] $Command) {
    $terminal = Open-Terminal $Command
    try {
        foreach ($line in $Session -match $shellPrompt -notmatch '^PS> ') {
            $null = $line -match $shellPrompt
            # Who and where stands between the namespace and the sign.
            $prompt = $Matches.namespace ? "$([regex]::Escape($Matches.namespace)).*[#$] \z" : "$([regex]::Escape($Matches.prompt))\z"
            $typed = $Matches.typed
            $null = Read-Terminal $terminal $prompt
            Send-Terminal $terminal "$typed`n"
        }

        $null = Read-Terminal $terminal '--- end'
        $global:LASTEXITCODE = Wait-Terminal $terminal
        $text = $terminal.Seen
        $text.Substring(0, $text.IndexOf('--- end')).Split("`n")
    }
    finally { Close-Terminal $terminal }
}

$shellPrompt = '^(?<prompt>(?<namespace>\([\w-]+\) )?\S+[#$>] )(?<typed>.+)$'
