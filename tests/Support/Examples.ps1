# The examples of docs/: read, run, and compared with what is shown there. Dot-sourced after TestModule.ps1, or before discovery.

# Each "### title" of a Markdown file with a powershell block: what prepares it, the command, what it shows.
function Read-Example([string] $Path) {
    $title = $block = $null
    $example = $null
    foreach ($line in [IO.File]::ReadAllLines($Path)) {
        if ($null -ne $block) {
            if ($line -in '```', '-->') { $block = $null } else { $example[$block].Add($line) }
        }
        elseif ($line.StartsWith('### ')) { $title = $line.Substring(4); $example = $null }
        elseif ($line.StartsWith('## ')) { $title = $example = $null }
        elseif ($title -and $line -match '^(<!-- setup|```(powershell|output|ip|bash))$') {
            $block = switch ($line) { '<!-- setup' { 'Setup' } '```powershell' { 'Code' } '```output' { 'Output' } default { 'Other' } }
            if (-not $example) {
                $example = @{ File = [IO.Path]::GetFileNameWithoutExtension($Path); Title = $title; HasOutput = $false }
                foreach ($part in 'Setup', 'Code', 'Output', 'Other') { $example[$part] = [Collections.Generic.List[string]]::new() }
                $example
            }

            if ($block -eq 'Output') { $example.HasOutput = $true }
        }
    }
}

# What of a text is the same each time: numbers, addresses, times and the names of labs are not.
function Get-Shape([string[]] $Text) {
    foreach ($line in $Text) {
        $shape = $line -replace '[0-9a-f]{2}(:[0-9a-f]{2}){5}', 'MAC' -replace 'fe80::[0-9a-f:]+', 'LINKLOCAL' -replace '-[a-z0-9]{6}\b(?=[^a-z]|$)', '-LAB' -replace '\d+(\.\d+)?', 'N' -replace '-{2,}', '--' -replace '\s+', ' '
        $shape = $shape.Trim()
        if ($shape) { $shape }
    }
}

# Runs the examples of one file, each on a machine of its own: network, run directory and mounts are private to a child, so the
# names that the examples use are free there, and nothing of the real machine is touched.
function Invoke-Example([object[]] $Examples) {
    $folder = [IO.Directory]::CreateTempSubdirectory('nt').FullName
    try {
        foreach ($example in $Examples) {
            # As at a prompt: each command's output and errors in the order they come.
            $code = @"
`$ErrorView = 'ConciseView'
Import-Module '$((Get-Module NetnsTools).ModuleBase)/NetnsTools.psd1'
Set-Location '$folder'
$($example.Setup -join "`n")
'--- shown'
& {
$($example.Code -join "`n")
} *>&1 | Out-String -Stream -Width 160
"@
            [IO.File]::WriteAllText("$folder/example.ps1", $code)
            $private = 'mount --make-rprivate / && mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns && ip link set lo up && exec "$@"'
            $lines = @(unshare --mount --net --fork --kill-child sh -c $private sh ([Environment]::ProcessPath) -NoProfile -NonInteractive -File "$folder/example.ps1" 2>&1 | ForEach-Object { "$_" })
            # Colours are the terminal's.
            $lines = @($lines | ForEach-Object { $_ -replace "`e\[[0-9;]*m" })
            $start = [Array]::IndexOf($lines, '--- shown')
            [pscustomobject]@{
                Title = $example.Title
                ExitCode = $LASTEXITCODE
                Setup = if ($start -gt 0) { $lines[0..($start - 1)] } elseif ($start -lt 0) { $lines }
                Shown = if ($start -ge 0) { @($lines | Select-Object -Skip ($start + 1)) }
            }

            [IO.Directory]::GetFileSystemEntries($folder) | ForEach-Object { if ([IO.Directory]::Exists($_)) { [IO.Directory]::Delete($_, $true) } else { [IO.File]::Delete($_) } }
        }
    }
    finally {
        [IO.Directory]::Delete($folder, $true)
    }
}
