# What a gallery would get: made, installed into an empty folder of modules, and used from there.
BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'The package' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $root = [IO.Path]::GetFullPath("$PSScriptRoot/..")
        $package = @(& ([Environment]::ProcessPath) -NoProfile -File "$root/build.ps1" -Task Package)[-1]
        $modules = "$TestDrive/modules"
        $null = [IO.Directory]::CreateDirectory($modules)
        if (Get-Command Save-PSResource -ErrorAction Ignore) {
            # As a user would, from a folder that serves as gallery.
            Register-PSResourceRepository -Name "nt$PID" -Uri ([IO.Path]::GetDirectoryName($package))
            try { Save-PSResource NetnsTools -Repository "nt$PID" -Path $modules -TrustRepository } finally { Unregister-PSResourceRepository "nt$PID" }
        }
        else {
            # What an installer does: unpack below name and version, without the package's own files.
            [IO.Compression.ZipFile]::ExtractToDirectory($package, "$modules/NetnsTools/0.1.0")
            foreach ($part in '_rels', 'package') { [IO.Directory]::Delete("$modules/NetnsTools/0.1.0/$part", $true) }
            foreach ($part in '[Content_Types].xml', 'NetnsTools.nuspec') { [IO.File]::Delete("$modules/NetnsTools/0.1.0/$part") }
        }

        # Runs a script in a PowerShell that finds modules only there.
        function Invoke-Installed([string] $Script) {
            $own = [IO.Path]::Combine([IO.Path]::GetDirectoryName([Environment]::ProcessPath), 'Modules')
            env "PSModulePath=${modules}:$own" ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $Script 2>&1 | ForEach-Object { "$_" }
        }
    }

    AfterAll { Remove-TestLeftover }

    It 'has every file of the module, and no native code' {
        $built = [IO.Path]::GetDirectoryName((Get-Module NetnsTools).Path)
        $relative = { param($folder) [IO.Directory]::GetFiles($folder, '*', 'AllDirectories') | ForEach-Object { [IO.Path]::GetRelativePath($folder, $_) } | Where-Object { $_ -notlike 'PSGetModuleInfo*' } | Sort-Object }
        & $relative "$modules/NetnsTools/0.1.0" | Should -Be (& $relative $built)
        # In advance compiled assemblies are a multiple of the IL.
        [IO.FileInfo]::new("$modules/NetnsTools/0.1.0/NetnsTools.Linux.dll").Length | Should -BeLessThan 1MB
    }

    It 'is found by name, with version, tags and notes' {
        Invoke-Installed '(Get-Module NetnsTools -ListAvailable).ModuleBase' | Should -Contain "$modules/NetnsTools/0.1.0"
        $found = Invoke-Installed "Import-Module '$modules/NetnsTools' -ErrorAction Stop; `$m = Get-Module NetnsTools; `"`$(`$m.Version) `$(`$m.ModuleBase)`"; `$m.Tags -join ' '; `"`$(`$m.CompatiblePSEditions) `$(`$m.PowerShellVersion)`"; `$m.ReleaseNotes; `$m.LicenseUri"
        $found[0] | Should -Be "0.1.0 $modules/NetnsTools/0.1.0"
        foreach ($tag in 'Linux', 'network', 'namespace', 'netns', 'veth', 'Pester', 'PSEdition_Core') { $found[1].Split(' ') | Should -Contain $tag }
        $found[2] | Should -Be 'Core 7.4'
        ($found -join "`n") | Should -Match '### Added'
        ($found -join "`n") | Should -Match 'https://opensource.org/license/mit'
    }

    It 'has a specification that a gallery takes' {
        $zip = [IO.Compression.ZipFile]::OpenRead($package)
        try {
            $reader = [IO.StreamReader]::new($zip.GetEntry('NetnsTools.nuspec').Open())
            $metadata = ([xml]$reader.ReadToEnd()).package.metadata
            $reader.Dispose()
        }
        finally { $zip.Dispose() }

        $metadata.id | Should -Be 'NetnsTools'
        $metadata.version | Should -Be '0.1.0'
        $metadata.license.'#text' | Should -Be 'MIT'
        $metadata.description | Should -Not -BeNullOrEmpty
        $metadata.releaseNotes | Should -Match '### Added'
        $tags = $metadata.tags.Split(' ')
        foreach ($cmdlet in (Get-Module NetnsTools).ExportedCmdlets.Keys) { $tags | Should -Contain "PSCmdlet_$cmdlet" }
        $tags | Should -Contain 'PSModule'
    }

    It 'carries the scenario' {
        $one, $two = (Get-TestName 'pk1'), (Get-TestName 'pk2')
        $script = "`$ErrorActionPreference = 'Stop'; Import-Module '$modules/NetnsTools'; `$null = New-NetNamespace $one, $two; " +
            "`$pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two | Set-VethAddress -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16; " +
            "`$capture = Start-NetnsCapture $two veth-2 -Protocol icmp; (`$pair | Test-NetnsPing -Count 2 -Interval 0).Received; " +
            "(Stop-NetnsCapture `$capture).Icmp.Message -join ' '; Invoke-NetNamespace $one echo inside; Get-NetNamespace $one, $two | Remove-NetNamespace; (Get-Module NetnsTools).ModuleBase"
        Invoke-Installed $script | Should -Be '2', 'EchoRequest EchoReply EchoRequest EchoReply', 'inside', "$modules/NetnsTools/0.1.0"
        Get-TestLeftover | Should -BeNullOrEmpty
    }

    It 'works beside other versions of what it uses' {
        # Two assemblies of these names that have nothing in them, loaded first.
        foreach ($name in 'CliWrap', 'PacketDotNet') {
            $metadata = [Reflection.Metadata.Ecma335.MetadataBuilder]::new()
            $text = $metadata.GetOrAddString($name)
            $none = [Reflection.Metadata.StringHandle]::new()
            $null = $metadata.AddAssembly($text, '99.0.0.0', $none, [Reflection.Metadata.BlobHandle]::new(), 0, 0)
            $null = $metadata.AddModule(0, $text, $metadata.GetOrAddGuid([Guid]::NewGuid()), [Reflection.Metadata.GuidHandle]::new(), [Reflection.Metadata.GuidHandle]::new())
            $fields = [Reflection.Metadata.Ecma335.MetadataTokens]::FieldDefinitionHandle(1)
            $methods = [Reflection.Metadata.Ecma335.MetadataTokens]::MethodDefinitionHandle(1)
            $null = $metadata.AddTypeDefinition(0, $none, $metadata.GetOrAddString('<Module>'), [Reflection.Metadata.EntityHandle]::new(), $fields, $methods)
            $root = [Reflection.Metadata.Ecma335.MetadataRootBuilder]::new($metadata)
            $file = [Reflection.PortableExecutable.ManagedPEBuilder]::new([Reflection.PortableExecutable.PEHeaderBuilder]::CreateLibraryHeader(), $root, [Reflection.Metadata.BlobBuilder]::new())
            $bytes = [Reflection.Metadata.BlobBuilder]::new()
            $null = $file.Serialize($bytes)
            [IO.File]::WriteAllBytes("$TestDrive/$name.dll", $bytes.ToArray())
        }

        $script = @"
foreach (`$name in 'CliWrap', 'PacketDotNet') { `$null = [Reflection.Assembly]::LoadFrom("$TestDrive/`$name.dll") }
Import-Module '$modules/NetnsTools'
Invoke-NetNamespace pid:`$PID echo run
`$capture = Start-NetnsCapture -Name lo -Protocol icmp
`$null = Test-NetnsPing 127.0.0.1 -Count 1
(Stop-NetnsCapture `$capture)[0].Protocol
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'CliWrap', 'PacketDotNet' } | ForEach-Object { "`$(`$_.GetName().Version.Major -eq 99)" } | Sort-Object
"@
        # A network of its own: this is the only test that pings over lo of where it is.
        $file = "$TestDrive/beside.ps1"
        [IO.File]::WriteAllText($file, $script)
        $own = [IO.Path]::Combine([IO.Path]::GetDirectoryName([Environment]::ProcessPath), 'Modules')
        unshare --net sh -c 'ip link set lo up; exec "$@"' sh env "PSModulePath=${modules}:$own" ([Environment]::ProcessPath) -NoProfile -File $file 2>&1 | ForEach-Object { "$_" } |
            Should -Be 'run', 'ICMP', 'False', 'False', 'True', 'True'
    }

    It 'is copied to a folder of modules by -Task Install' {
        $target = @(& ([Environment]::ProcessPath) -NoProfile -File "$root/build.ps1" -Task Install -Destination "$TestDrive/installed")[-1]
        $target | Should -Be "$TestDrive/installed/NetnsTools/0.1.0"
        env "PSModulePath=$TestDrive/installed" ([Environment]::ProcessPath) -NoProfile -Command '(Get-Module NetnsTools -ListAvailable).ModuleBase' | Should -Contain $target
    }

    It 'refuses another system in one sentence' {
        $refuse = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'NetnsTools' } | ForEach-Object { $_.GetType('NetnsTools.Loading.ModuleLoading').GetMethod('EnsureLinux', [Reflection.BindingFlags]'NonPublic, Static') }
        { $refuse.Invoke($null, @($false)) } | Should -Throw "*NetnsTools works with the Linux kernel's network namespaces, which * does not have; import it on Linux*"
        { $refuse.Invoke($null, @($true)) } | Should -Not -Throw
    }
}
