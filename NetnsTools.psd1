@{
    RootModule             = 'NetnsTools.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '6b0f4d0e-3c0a-4b43-9d5e-6f1b6a9a2c57'
    Author                 = 'NetnsTools contributors'
    CompanyName            = 'NetnsTools contributors'
    Copyright              = '(c) NetnsTools contributors. MIT licence.'
    Description            = 'Builds, drives, tests and tears down networks made of Linux network namespaces. Typed objects, one pipeline, no text parsing.'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    FormatsToProcess       = @('NetnsTools.Format.ps1xml')
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    CmdletsToExport        = @(
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
    PrivateData            = @{
        PSData = @{
            Tags         = @('Linux', 'network', 'namespace', 'netns', 'veth', 'Pester', 'PSEdition_Core')
            LicenseUri   = 'https://opensource.org/license/mit'
            # ProjectUri is set by build.ps1 -Task Package -ProjectUri.
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
