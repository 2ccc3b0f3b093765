# The program that runs these tests as the engine's other end: of a job, of a session.
BeforeDiscovery {
    $isPwsh = [System.IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'pwsh'
}

Describe 'Server mode' {
    BeforeAll {
        # What a job or a session is, in the engine: this program once more, with -s.
        function New-Server([ScriptBlock] $Begin, [string] $Folder) {
            $server = [Management.Automation.Runspaces.PowerShellProcessInstance]::new($null, $null, $Begin, $false, $Folder)
            $server.Process.StartInfo.FileName = [Environment]::ProcessPath
            $server
        }

        function Invoke-Server($Server, [ScriptBlock] $ScriptBlock) {
            $runspace = [Management.Automation.Runspaces.RunspaceFactory]::CreateOutOfProcessRunspace($null, $Server)
            $runspace.Open()
            try {
                $shell = [powershell]::Create()
                $shell.Runspace = $runspace
                $shell.AddScript($ScriptBlock).Invoke()
                if ($shell.HadErrors) { throw $shell.Streams.Error[0].Exception }
            }
            finally { $runspace.Close() }
        }
    }

    BeforeEach { $server = $null }
    AfterEach { if ($server) { $server.Dispose() } }

    It 'serves objects' {
        $server = New-Server
        $result = Invoke-Server $server { [pscustomobject]@{ Id = $PID; Sum = 1 + 2 } }
        $result.Sum | Should -Be 3
        $result.Id | Should -Be $server.Process.Id
    }
    It 'has the same cmdlets inside' {
        $server = New-Server
        Invoke-Server $server { 3, 1, 2 | Sort-Object | Select-Object -First 2; Write-Host 'seen by nobody'; (Get-Content /proc/self/comm).Length -gt 0 } | Should -Be 1, 2, $true
    }
    It 'begins with the command and the folder that it is given' {
        $server = New-Server { $global:begun = "in $PWD" } '/usr'
        Invoke-Server $server { $begun; "$PWD" } | Should -Be 'in /usr', '/usr'
    }
    It 'ends with its input' {
        $server = New-Server
        Invoke-Server $server { 1 } | Should -Be 1
        $server.Process.StandardInput.Close()
        $server.Process.WaitForExit(30000) | Should -BeTrue
    }
    It 'finds the module' -Skip:$isPwsh {
        $server = New-Server
        Invoke-Server $server { (Get-Command Get-NetnsLink).Source } | Should -Be 'NetnsTools'
    }
}
