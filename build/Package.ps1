# Dot-sourced by build.ps1 for -Task Package: the module as a gallery takes it, for every processor.

# The newest section of the changelog, without its headline; of the very first only what there is: nobody has what was changed.
function Get-ReleaseNote([string] $Path) {
    $lines = [IO.File]::ReadAllLines($Path)
    $start = [Array]::FindIndex($lines, [Predicate[string]] { param($line) $line.StartsWith('## ') })
    $end = [Array]::FindIndex($lines, $start + 1, [Predicate[string]] { param($line) $line.StartsWith('## ') })
    if ($end -lt 0) {
        $end = [Array]::FindIndex($lines, [Predicate[string]] { param($line) $line -in '### Changed', '### Fixed' })
        if ($end -lt 0) { $end = $lines.Count }
    }

    (@($lines | Select-Object -Skip ($start + 1) -First ($end - $start - 1)) -join "`n").Trim()
}

# A gallery finds a module and its cmdlets by such tags.
function Get-PackageTag([hashtable] $Manifest) {
    @($Manifest.PrivateData.PSData.Tags) + 'PSModule' + 'PSIncludes_Cmdlet' + @($Manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" })
}

# Stages the module without native code, which is one processor's, and packs it.
function New-ModulePackage([string] $Root, [string] $Configuration, [string] $ProjectUri) {
    $manifestPath = "$Root/NetnsTools.psd1"
    $manifest = Import-PowerShellDataFile $manifestPath
    $version = $manifest.ModuleVersion
    $folder = "$Root/output/package"
    if ([IO.Directory]::Exists($folder)) { [IO.Directory]::Delete($folder, $true) }
    $staged = "$folder/NetnsTools/$version"
    Build-Module '-p:ReadyToRun=false' "-p:ModuleOutputPath=$staged/"

    $notes = Get-ReleaseNote "$Root/CHANGELOG.md"
    $text = [IO.File]::ReadAllText("$staged/NetnsTools.psd1").Replace("ReleaseNotes = 'See CHANGELOG.md.'", "ReleaseNotes = '$($notes.Replace("'", "''"))'")
    if ($ProjectUri) { $text = $text.Replace('# ProjectUri', "ProjectUri   = '$($ProjectUri.Replace("'", "''"))' #") }
    [IO.File]::WriteAllText("$staged/NetnsTools.psd1", $text)
    $null = Test-ModuleManifest "$staged/NetnsTools.psd1" -ErrorAction Stop

    $escape = { [Security.SecurityElement]::Escape("$args") }
    $specification = @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>NetnsTools</id>
    <version>$version</version>
    <authors>$(& $escape $manifest.Author)</authors>
    <owners>$(& $escape $manifest.CompanyName)</owners>
    <copyright>$(& $escape $manifest.Copyright)</copyright>
    <license type="expression">MIT</license>
    $(if ($ProjectUri) { "<projectUrl>$(& $escape $ProjectUri)</projectUrl>" })
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <description>$(& $escape $manifest.Description)</description>
    <releaseNotes>$(& $escape $notes)</releaseNotes>
    <tags>$(& $escape ((Get-PackageTag $manifest) -join ' '))</tags>
  </metadata>
  <files>
    <file src="$(& $escape $staged)/**" target="" />
  </files>
</package>
"@
    [IO.File]::WriteAllText("$folder/NetnsTools.nuspec", $specification)
    Invoke-DotNet pack "$Root/src/NetnsTools.Package" -c $Configuration -nologo -v quiet "-p:Specification=$folder/NetnsTools.nuspec" -o $folder | Out-Host
    "$folder/NetnsTools.$version.nupkg"
}
