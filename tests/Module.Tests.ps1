Describe 'The module' {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $module = Get-Module NetnsTools
        $cmdlets = @(
            'Clear-NetNamespace'
            'Enter-NetNamespace'
            'Export-NetnsCapture'
            'Get-NetNamespace'
            'Get-NetnsAddress'
            'Get-NetnsCapture'
            'Get-NetnsLab'
            'Get-NetnsLink'
            'Get-NetnsProcess'
            'Import-NetnsCapture'
            'Invoke-NetNamespace'
            'New-NetNamespace'
            'New-NetnsLab'
            'New-NetnsSession'
            'New-VethPair'
            'Receive-NetnsCapture'
            'Remove-NetNamespace'
            'Remove-NetnsAddress'
            'Remove-NetnsLab'
            'Remove-NetnsLink'
            'Set-NetnsLink'
            'Set-VethAddress'
            'Start-NetnsCapture'
            'Start-NetnsProcess'
            'Stop-NetnsCapture'
            'Stop-NetnsProcess'
            'Test-NetnsPing'
            'Use-NetnsLab'
            'Wait-NetnsPort'
            'Watch-NetnsPacket'
        )
    }

    It 'exports its cmdlets and nothing else' {
        @($module.ExportedCommands.Keys | Sort-Object) | Should -Be $cmdlets
    }

    It 'has a manifest that the engine accepts' {
        { Test-ModuleManifest ([IO.Path]::Combine($module.ModuleBase, 'NetnsTools.psd1')) -ErrorAction Stop } | Should -Not -Throw
    }

    It 'has approved verbs only' {
        $approved = [Management.Automation.VerbsCommon], [Management.Automation.VerbsCommunications], [Management.Automation.VerbsData], [Management.Automation.VerbsDiagnostic], [Management.Automation.VerbsLifecycle], [Management.Automation.VerbsOther] | ForEach-Object { $_.GetFields().Name }
        foreach ($command in $module.ExportedCommands.Keys) { $command.Split('-')[0] | Should -BeIn $approved }
    }

    It 'says what each cmdlet gives' {
        foreach ($command in $module.ExportedCommands.Values | Where-Object { $_.Name -notmatch '^(Remove|Clear)-' }) {
            $command.OutputType | Should -Not -BeNullOrEmpty -Because "$command has objects to give"
        }
    }

    It 'lets every change be tried with -WhatIf' {
        foreach ($command in $module.ExportedCommands.Values | Where-Object { $_.Name -match '^(New|Set|Remove|Clear|Stop|Export)-' }) {
            $command.Parameters.Keys | Should -Contain 'WhatIf' -Because "$command changes something"
        }
    }

    It 'takes one thing from the pipeline per parameter set' {
        foreach ($command in $module.ExportedCommands.Values) {
            foreach ($set in $command.ParameterSets) {
                @($set.Parameters | Where-Object { $_.ValueFromPipeline }).Count | Should -BeLessOrEqual 1 -Because "$command, $($set.Name)"
            }
        }
    }

    It 'keeps its dependencies apart from those of other modules' {
        Invoke-NetNamespace "pid:$PID" true
        $frame = [NetnsTools.Linux.Capture.CapturedFrame]::new()
        $frame.GetType().GetProperty('Data').SetValue($frame, [byte[]]::new(60))
        $frame.GetType().GetProperty('OriginalLength').SetValue($frame, 60)
        # As the module makes one: a packet is taken apart once it is looked at.
        [NetnsTools.NetnsPacket].GetConstructors('NonPublic, Instance')[0].Invoke(@($frame)).Protocol | Should -Be 'LLC'
        $names = 'CliWrap', 'NetnsTools.Programs', 'PacketDotNet', 'NetnsTools.Packets'
        $loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in $names -and $_.Location -like "$($module.ModuleBase)/*" }
        $loaded | Should -HaveCount 4
        foreach ($assembly in $loaded) { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name | Should -Be 'NetnsTools' }
    }
}
