BeforeDiscovery { $notRoot = (id -u) -ne 0 }

Describe 'Bad input of Invoke-NetNamespace' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'bad1'
        $two = Get-TestName 'bad2'
        $null = New-NetNamespace $one, $two
    }

    AfterAll {
        Remove-NetNamespace $one, $two
        Remove-TestLeftover
    }

    AfterEach {
        # Nothing that was started lives on.
        ip netns pids $one | Should -BeNullOrEmpty
        ip netns pids $two | Should -BeNullOrEmpty
    }

    It 'is refused with one record: <Label>' -ForEach @(
        @{ Label = 'no such program'; Command = { Invoke-NetNamespace $one nt-none }; Id = 'ProgramNotFound'; Category = 'ObjectNotFound'; Target = 'nt-none' }
        @{ Label = 'a path to nothing'; Command = { Invoke-NetNamespace $one ./nt-none }; Id = 'ProgramNotFound'; Category = 'ObjectNotFound'; Target = './nt-none' }
        @{ Label = 'a directory'; Command = { Invoke-NetNamespace $one /usr }; Id = 'ProgramInvalidInput'; Category = 'InvalidArgument'; Target = '/usr' }
        @{ Label = 'a file that may not be executed'; Command = { Invoke-NetNamespace $one /etc/passwd }; Id = 'ProgramPermissionDenied'; Category = 'PermissionDenied'; Target = '/etc/passwd' }
        @{ Label = 'an empty program'; Command = { Invoke-NetNamespace $one '' }; Id = 'ProgramInvalidInput'; Category = 'InvalidArgument'; Target = '' }
        @{ Label = 'no such directory'; Command = { Invoke-NetNamespace $one true -WorkingDirectory /nt-none }; Id = 'ProgramNotFound'; Category = 'ObjectNotFound'; Target = 'true' }
        @{ Label = 'a bad variable'; Command = { Invoke-NetNamespace $one true -Environment @{ 'A=B' = 1 } }; Id = 'ProgramInvalidInput'; Category = 'InvalidArgument'; Target = 'true' }
        @{ Label = 'no namespace'; Command = { Invoke-NetNamespace -FilePath true }; Id = 'NamespaceInvalidInput'; Category = 'InvalidArgument'; Target = 'true' }
        @{ Label = 'a bad namespace name'; Command = { Invoke-NetNamespace 'a/b' true }; Id = 'NamespaceInvalidInput'; Category = 'InvalidArgument'; Target = 'a/b' }
    ) {
        $ErrorActionPreference = 'Stop'
        try { & $Command; $record = $null } catch { $record = $_ }
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $record.CategoryInfo.Category | Should -Be $Category
        $record.TargetObject | Should -Be $Target
    }

    It 'stops at limits that make no sense: <Label>' -ForEach @(
        @{ Label = 'no program at a time'; Command = { Invoke-NetNamespace $one true -ThrottleLimit 0 } }
        @{ Label = 'less than no time'; Command = { Invoke-NetNamespace $one true -TimeoutSeconds -1 } }
        @{ Label = 'no number'; Command = { Invoke-NetNamespace $one true -TimeoutSeconds ([double]::NaN) } }
    ) {
        { & $Command } | Should -Throw -ErrorId 'ProgramInvalidInput,*'
    }

    It 'refuses what was meant for the program and became a parameter: <Text>' -ForEach @(
        @{ Text = 'grep -v lo /etc/hosts'; Taken = 'Verbose' }
        @{ Text = 'ping -c 1 -w 1 127.0.0.1'; Taken = 'WorkingDirectory' }
        @{ Text = 'mkdir -p a/b'; Taken = 'PassThru' }
        @{ Text = 'python3 -m json.tool'; Taken = 'MergeError' }
        @{ Text = 'head -n 1 /etc/hosts'; Taken = 'Name' }
        @{ Text = 'nft -f rules'; Taken = 'FilePath' }
        @{ Text = "echo ``$([Environment]::NewLine) -v x"; Taken = 'Verbose' }
    ) {
        $start = $Text -match '^(head|nft)' ? 'Invoke-NetNamespace' : "Invoke-NetNamespace $one"
        { & ([scriptblock]::Create("$start $Text")) } | Should -Throw "PowerShell takes -?* for -$Taken. If it is meant for the program, write it in quotes*or -- before*" -ErrorId 'ProgramInvalidInput,*'
    }

    It 'refuses it of a program in the background, before it asks anybody' {
        { Start-NetnsProcess $one ping -c 1 127.0.0.1 } | Should -Throw 'PowerShell takes -c for -Confirm.*' -ErrorId 'ProgramInvalidInput,*'
    }

    It 'takes all else as it is: <Text>' -ForEach @(
        @{ Text = "echo -- -v -p -c"; Output = '-v -p -c' }
        @{ Text = "echo '-v' ""-p"""; Output = '-v -p' }
        @{ Text = 'echo -l -br -4'; Output = '-l -br -4' }
        @{ Text = 'echo a -PassThru -ov got | ForEach-Object StandardOutput'; Output = "a`n" }
        @{ Text = 'echo b -ea Stop -MergeError; $null = { some-thing -v }'; Output = 'b' }
    ) {
        & ([scriptblock]::Create("Invoke-NetNamespace $one $Text")) | Should -Be $Output
    }

    It 'says how to write it when namespaces would become input' {
        { Get-NetNamespace $one | Invoke-NetNamespace $two cat } | Should -Throw '*leave -Name away*'
        # Nothing else is said of what was never meant: neither that there is no namespace 'ip' nor that there is no program 'addr'.
        $Error.Clear()
        { Get-NetNamespace $one | Invoke-NetNamespace ip addr -ErrorAction SilentlyContinue } | Should -Throw "*as 'ip' is here*leave -Name away*"
        "$($Error.Exception.Message)" | Should -Not -Match "There is no|'addr'"
        { 'x' | Invoke-NetNamespace -FilePath cat } | Should -Throw '*-Name*'
    }

    It 'says what is missing when input comes, and when none does' {
        { Invoke-NetNamespace nt-none addr -ErrorAction Stop } | Should -Throw "There is no namespace 'nt-none'.*" -ErrorId 'NamespaceNotFound,*'
        { Invoke-NetNamespace $one 'ip addr' -ErrorAction Stop } | Should -Throw '*Its arguments are words of their own*' -ErrorId 'ProgramNotFound,*'
        { 'x' | Invoke-NetNamespace nt-none cat -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound,*'
        { 'x' | Invoke-NetNamespace $one nt-none -ErrorAction Stop } | Should -Throw -ErrorId 'ProgramNotFound,*'
        { @() | Invoke-NetNamespace nt-none cat -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound,*'
        $null = 'x', 'y' | Invoke-NetNamespace nt-none cat -ErrorAction SilentlyContinue -ErrorVariable records
        $records | Should -HaveCount 1
    }
}
