# Get-Help says something of everything.
BeforeDiscovery {
    . $PSScriptRoot/Support/TestModule.ps1
    $names = (Get-Module NetnsTools).ExportedCmdlets.Keys | Sort-Object
    $topics = 'about_NetnsTools', 'about_NetnsTools_Captures', 'about_NetnsTools_Pester', 'about_NetnsTools_Programs', 'about_NetnsTools_Reliability'
}

Describe 'Help' {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $module = Get-Module NetnsTools
        $topics = 'about_NetnsTools', 'about_NetnsTools_Captures', 'about_NetnsTools_Pester', 'about_NetnsTools_Programs', 'about_NetnsTools_Reliability'

        # The words of paragraphs, whatever they are wrapped in.
        function Get-Word($Part) { ($Part | ForEach-Object { if ($_.Text) { $_.Text } elseif ($_.description) { Get-Word $_.description } else { "$_" } }) -join ' ' }
    }

    It '<_> has no empty section' -ForEach $names {
        $help = Get-Help $_ -Full
        $help.Name | Should -Be $_
        $help.Synopsis.Trim() | Should -Match '^[A-Z].{15,}[.!]$'
        (Get-Word $help.description).Trim() | Should -Match '\w.{20,}'
        @($help.syntax.syntaxItem).Count | Should -Be $module.ExportedCmdlets[$_].ParameterSets.Count
        (Get-Word $help.inputTypes.inputType).Trim() | Should -Not -BeNullOrEmpty
        (Get-Word $help.returnValues.returnValue).Trim() | Should -Not -BeNullOrEmpty
        (Get-Word $help.alertSet.alert).Trim() | Should -Match '\w.{10,}'
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $examples) {
            $example.title | Should -Match 'Example \d+: \w+'
            # Each line that is typed has a prompt, and only the first of a statement that of a new one.
            $example.code | Should -Match '(?m)^PS> \S|^Describe '
        }

        $help | Out-String -Width 120 | Should -Match 'RELATED LINKS'
    }

    It '<_> has a text for each parameter, and no parameter that there is not' -ForEach $names {
        $common = [Management.Automation.Internal.CommonParameters].GetProperties().Name
        $real = $module.ExportedCmdlets[$_].Parameters.Values | Where-Object { $_.Name -notin $common -and $_.Name -ne 'ProgressAction' }
        $help = @((Get-Help $_ -Full).parameters.parameter)
        $help.name | Sort-Object | Should -Be ($real.Name | Sort-Object)
        foreach ($parameter in $help) {
            (Get-Word $parameter.description).Trim() | Should -Match '\w.{5,}' -Because "-$($parameter.name) needs words"
        }
    }

    It '<_> is related to things that exist' -ForEach $names {
        $links = @((Get-Help $_ -Full).relatedLinks.navigationLink)
        $links.Count | Should -BeGreaterThan 0
        foreach ($link in $links) {
            if ($link.uri) { $link.uri | Should -Match '^https://' }
            elseif ($link.linkText -like 'about_*') { $link.linkText | Should -BeIn $topics }
            else { $module.ExportedCmdlets.Keys | Should -Contain $link.linkText }
        }
    }

    It '<_> can be read' -ForEach $topics {
        $text = Get-Help $_ | Out-String
        $text | Should -Match "TOPIC\s+$_"
        $text | Should -Match 'SHORT DESCRIPTION\s+\w+'
        # What commands show is as long as it is.
        $text.Split("`n") | Where-Object { $_.TrimEnd().Length -gt 79 -and -not $_.StartsWith(' ' * 8) } | Should -BeNullOrEmpty
        # Markdown is for the web.
        $text | Should -Not -Match '```|\*\*|^#'
    }
}
