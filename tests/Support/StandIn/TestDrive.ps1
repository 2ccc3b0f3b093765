# $TestDrive and TestDrive:\, a temporary folder per file; what a block leaves in it is removed when the block ends.

function New-TestDrive {
    $path = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString())
    $null = [System.IO.Directory]::CreateDirectory($path)
    $state = $script:Frames.SessionState
    $drive = [System.Management.Automation.PSDriveInfo]::new('TestDrive', $state.Provider.GetOne('FileSystem'), $path, 'Test drive', $null)
    $null = $state.Drive.New($drive, 'Global')
    $state.PSVariable.Set('global:TestDrive', $path)
    $path
}

function Get-TestDriveContent {
    param([string]$Path)
    [System.IO.Directory]::GetFileSystemEntries($Path, '*', 'AllDirectories')
}

function Clear-TestDrive {
    param([string]$Path, [string[]]$Keep)
    # What is in a folder before the folder itself.
    foreach ($entry in Get-TestDriveContent $Path | Sort-Object -Descending) {
        if ($Keep -contains $entry) { continue }
        if ([System.IO.Directory]::Exists($entry)) { [System.IO.Directory]::Delete($entry, $true) }
        else { [System.IO.File]::Delete($entry) }
    }
}

function Remove-TestDrive {
    param([string]$Path)
    $state = $script:Frames.SessionState
    $state.Drive.Remove('TestDrive', $true, 'Global')
    $state.PSVariable.Remove('global:TestDrive')
    if ([System.IO.Directory]::Exists($Path)) { [System.IO.Directory]::Delete($Path, $true) }
}
