# The public surface, written down: whoever changes it sees it here, and says so by putting the new text in place of the old.
Describe 'The public surface' {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $module = Get-Module NetnsTools
        # What every object, and every record, has.
        $everywhere = 'Equals', 'GetHashCode', 'ToString', 'Deconstruct', '<Clone>$', 'CompareTo'
        $assemblies = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'NetnsTools', 'NetnsTools.Linux' -and $_.Location -like "$($module.ModuleBase)/*" }

        # The same order whatever the culture.
        function Get-SortedText {
            [string[]] $lines = @($input)
            [Array]::Sort($lines, [StringComparer]::Ordinal)
            $lines
        }

        function Get-TypeText([type] $Type) {
            if ($Type.IsGenericType) {
                $name = $Type.Name.Split('`')[0]
                return "$name<$(@($Type.GetGenericArguments() | ForEach-Object { Get-TypeText $_ }) -join ', ')>"
            }

            if ($Type.IsArray) { return "$(Get-TypeText $Type.GetElementType())[]" }
            $Type.Name
        }

        # One line a parameter: type, and in which sets, where, mandatory or from the pipeline.
        function Get-CmdletText($Cmdlet) {
            "$($Cmdlet.Name)"
            "    gives $(@($Cmdlet.OutputType.Name | Sort-Object) -join ', ')"
            $common = [Management.Automation.Internal.CommonParameters].GetProperties().Name
            $Cmdlet.Parameters.Values | Where-Object { $_.Name -notin $common -and $_.Name -ne 'ProgressAction' } | ForEach-Object Name | Get-SortedText | ForEach-Object {
                $parameter = $Cmdlet.Parameters[$_]
                $sets = $parameter.ParameterSets.Keys | Get-SortedText | ForEach-Object {
                    $set = $parameter.ParameterSets[$_]
                    $words = @(
                        if ($set.Position -ge 0) { "$($set.Position)" }
                        if ($set.IsMandatory) { 'mandatory' }
                        if ($set.ValueFromPipeline) { 'pipeline' }
                        if ($set.ValueFromPipelineByPropertyName) { 'property' }
                        if ($set.ValueFromRemainingArguments) { 'rest' }
                    )
                    "$(if ($_ -ne '__AllParameterSets') { "${_}: " })$($words -join ' ')".Trim()
                }
                $aliases = @($parameter.Aliases | Where-Object { $_ -notin 'wi', 'cf' })
                "    -$($parameter.Name) $(Get-TypeText $parameter.ParameterType) [$(@($sets) -join '; ')]$(if ($aliases) { " alias $($aliases -join ', ')" })"
            }
        }

        function Get-MemberText([type] $Type) {
            $kind = if ($Type.IsEnum) { 'enum' } elseif ($Type.IsValueType) { 'struct' } elseif ($Type.IsInterface) { 'interface' } else { 'class' }
            "$kind $($Type.FullName)"
            if ($Type.IsEnum) {
                [Enum]::GetNames($Type) | ForEach-Object { "    $_ = $([Convert]::ToDecimal([Enum]::Parse($Type, $_)))" }
                return
            }

            $flags = [Reflection.BindingFlags]'Public, Instance, Static, DeclaredOnly'
            $Type.GetProperties($flags) | ForEach-Object { "    $($_.Name): $(Get-TypeText $_.PropertyType)$(if ($_.CanWrite -and $_.SetMethod.IsPublic) { ', can be set' })" } | Get-SortedText
            $Type.GetMethods($flags) | Where-Object { -not $_.IsSpecialName -and $_.Name -notin $everywhere } | ForEach-Object { "    $($_.Name)($(@($_.GetParameters() | ForEach-Object { Get-TypeText $_.ParameterType }) -join ', ')): $(Get-TypeText $_.ReturnType)" } | Get-SortedText
        }

        # Each line with what it belongs to: many have the same parameters.
        function Get-WholeLine([string[]] $Text) {
            foreach ($line in $Text) {
                if (-not $line.StartsWith(' ')) { $owner = $line }
                $line.StartsWith(' ') ? "$owner $($line.Trim())" : $line
            }
        }

        # What is not as it was written down; the new text is left where it can be taken from.
        function Compare-Surface([string] $Name, [string[]] $Text) {
            $approved = "$PSScriptRoot/Data/$Name.txt"
            $received = "$PSScriptRoot/../output/test-results/$Name.txt"
            $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($received))
            [IO.File]::WriteAllLines($received, $Text)
            $before = if ([IO.File]::Exists($approved)) { [IO.File]::ReadAllLines($approved) } else { @() }
            [string[]] $old = Get-WholeLine $before
            [string[]] $new = Get-WholeLine $Text
            @($old | Where-Object { $_ -cnotin $new } | ForEach-Object { "gone: $_" }) + @($new | Where-Object { $_ -cnotin $old } | ForEach-Object { "new: $_" })
            if ("$before" -cne "$Text") { "If that is meant: cp output/test-results/$Name.txt tests/Data/$Name.txt" }
        }
    }

    It 'of the cmdlets is as it was approved' {
        $text = $module.ExportedCmdlets.Keys | Get-SortedText | ForEach-Object { Get-CmdletText $module.ExportedCmdlets[$_] }
        Compare-Surface 'cmdlets' $text | Should -BeNullOrEmpty
    }

    It 'of the types is as it was approved' {
        # The cmdlets' own classes are theirs to change.
        $types = $assemblies | ForEach-Object { $_.GetExportedTypes() } | Where-Object { $_.Namespace -notmatch '^NetnsTools\.(Commands|Loading|Completers)' }
        $text = $types.FullName | Get-SortedText | ForEach-Object { $name = $_; Get-MemberText ($types | Where-Object { $_.FullName -ceq $name }) }
        Compare-Surface 'types' $text | Should -BeNullOrEmpty
    }
}
