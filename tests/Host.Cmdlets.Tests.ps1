# Run right here. With our host these are its stand-ins for the Utility and Management cmdlets, with pwsh the real ones.
Describe 'The cmdlets' {
    BeforeAll { $location = Get-Location }
    BeforeEach {
        Set-Location $TestDrive
        $table = @(
            [pscustomobject]@{ Name = 'b'; Size = 2 }
            [pscustomobject]@{ Name = 'a'; Size = 10 }
            [pscustomobject]@{ Name = 'c'; Size = 2 }
        )
    }
    AfterEach { Set-Location $location }

    It '<code>' -ForEach @(
        @{ Code = { Write-Output 1 2 | Measure-Object | ForEach-Object Count }; Result = 2 }
        @{ Code = { Write-Output -NoEnumerate -InputObject @(1, 2) | ForEach-Object Count }; Result = 2 }
        @{ Code = { Write-Host a b -Separator '-' 6>&1 | ForEach-Object { "$_" } }; Result = 'a-b' }
        @{ Code = { Write-Warning w 3>&1 | ForEach-Object Message }; Result = 'w' }
        @{ Code = { Write-Verbose v -Verbose 4>&1 | ForEach-Object Message }; Result = 'v' }
        @{ Code = { Write-Information i 6>&1 | ForEach-Object MessageData }; Result = 'i' }
        @{ Code = { Write-Error e -ErrorId id -Category InvalidData -TargetObject 5 2>&1 | ForEach-Object { $_.CategoryInfo.Category; $_.TargetObject } }; Result = 'InvalidData', 5 }
        @{ Code = { function f { Write-Error e -ErrorId id } f 2>&1 | ForEach-Object FullyQualifiedErrorId }; Result = 'id,f' }
        @{ Code = { $table | Select-Object Name -First 1 | ForEach-Object { "$_" } }; Result = '@{Name=b}' }
        @{ Code = { $table | Select-Object @{ n = 'Double'; e = { $_.Size * 2 } } -Last 1 | ForEach-Object Double }; Result = 4 }
        @{ Code = { $table | Select-Object -ExpandProperty Name -Skip 1 }; Result = 'a', 'c' }
        @{ Code = { 1..5 | Select-Object -Index 1, 3 }; Result = 2, 4 }
        @{ Code = { 1..5 | Select-Object -Last 2 -Skip 1 }; Result = 3, 4 }
        @{ Code = { 1, 2, 1 | Select-Object -Unique }; Result = 1, 2 }
        @{ Code = { $seen = 0; 1..100 | ForEach-Object { $seen = $_; $_ } | Select-Object -First 2 | Out-Null; $seen }; Result = 2 }
        @{ Code = { $table | Sort-Object Size, Name | ForEach-Object Name }; Result = 'b', 'c', 'a' }
        @{ Code = { $table | Sort-Object { $_.Size } -Descending -Stable | ForEach-Object Name }; Result = 'a', 'b', 'c' }
        @{ Code = { $table | Sort-Object @{ Expression = 'Size'; Descending = $true }, Name | ForEach-Object Name }; Result = 'a', 'b', 'c' }
        @{ Code = { 3, 1, 2, 1 | Sort-Object -Unique }; Result = 1, 2, 3 }
        @{ Code = { 10, 9, 'a' | Sort-Object }; Result = 9, 10, 'a' }
        @{ Code = { $table | Measure-Object Size -Sum -Average -Minimum -Maximum | ForEach-Object { $_.Count, $_.Sum, $_.Minimum, $_.Maximum } }; Result = 3, 14, 2, 10 }
        @{ Code = { $table | Group-Object Size | ForEach-Object { "$($_.Name):$($_.Group.Name)" } }; Result = '2:b c', '10:a' }
        @{ Code = { 'a', 'A', 'b' | Group-Object -NoElement | ForEach-Object Count }; Result = 2, 1 }
        @{ Code = { ('a', 'A', 'b' | Group-Object -NoElement | Out-String) -replace '\s+', ' ' }; Result = ' Count Name ----- ---- 2 a 1 b ' }
        @{ Code = { 'abc' | Get-Member -Name Len* | ForEach-Object { "$($_.TypeName) $($_.MemberType)" } }; Result = 'System.String Property' }
        @{ Code = { Compare-Object 1, 2, 3 2, 3, 4 | ForEach-Object { "$($_.InputObject)$($_.SideIndicator)" } }; Result = '4=>', '1<=' }
        @{ Code = { (New-Object System.Text.StringBuilder 'abc').Length }; Result = 3 }
        @{ Code = { Get-Date '2020-03-04' -Format 'yyyy.MM.dd' }; Result = '2020.03.04' }
        @{ Code = { (Measure-Command { Start-Sleep -Milliseconds 30 }).TotalMilliseconds -ge 25 }; Result = $true }
        @{ Code = { [ordered]@{ a = 1; b = 1.5, 2.0; c = @{ d = $null }; e = 'x' } | ConvertTo-Json -Compress }; Result = '{"a":1,"b":[1.5,2.0],"c":{"d":null},"e":"x"}' }
        @{ Code = { ([ordered]@{ a = 1, 2 } | ConvertTo-Json) -split '\r?\n' }; Result = '{', '  "a": [', '    1,', '    2', '  ]', '}' }
        @{ Code = { function f { $x = 1; Set-Variable x 2; Get-Variable x -ValueOnly } f }; Result = 2 }
        @{ Code = { 'a', 'b' | Out-String }; Result = "a`nb`n" }
        @{ Code = { $table | Format-Table Name -HideTableHeaders | Out-String -Stream | Where-Object { $_ } | ForEach-Object TrimEnd }; Result = 'b', 'a', 'c' }
        @{ Code = { $table[0] | Format-List | Out-String | ForEach-Object Trim }; Result = "Name : b`nSize : 2" }
        @{ Code = { Join-Path a b c; Split-Path /a/b/c; Split-Path /a/b/c -Leaf }; Result = 'a/b/c', '/a/b', 'c' }
        @{ Code = { (Resolve-Path /tmp/../usr).Path }; Result = '/usr' }
        @{ Code = { 'b', 'a' | Set-Content f.txt; Get-Content f.txt; (Get-Content f.txt -Raw).Length }; Result = 'b', 'a', 4 }
        @{ Code = { New-Item d/e -ItemType Directory -Force | ForEach-Object Name; Test-Path d; Test-Path d -PathType Leaf; Test-Path no }; Result = 'e', $true, $false, $false }
        @{ Code = { $null = New-Item d/g.txt -Value x -Force; Get-ChildItem d -File -Filter *.TXT | ForEach-Object Name; Get-ChildItem . -Recurse -Name -Filter G.* }; Result = 'g.txt', 'd/g.txt' }
        @{ Code = { Remove-Item d -Recurse -ErrorAction Ignore; Test-Path d }; Result = $false }
        @{ Code = { Push-Location /usr; (Get-Location).Path; Set-Location lib; $PWD.Path; Pop-Location; $PWD.Path -eq $TestDrive }; Result = '/usr', '/usr/lib', $true }
        @{ Code = { "@{ A = 'x'; B = 1, 2 }" | Set-Content f.psd1; $data = Import-PowerShellDataFile f.psd1; $data.A; $data.B.Count }; Result = 'x', 2 }
    ) {
        & $Code | Should -Be $Result
    }

    It 'reports what is not there: <_>' -ForEach 'Get-Item', 'Get-Content', 'Remove-Item', 'Get-ChildItem', 'Resolve-Path', 'Set-Location' {
        $command = $_
        { & $command /not/there -ErrorAction Stop } | Should -Throw "Cannot find path '/not/there' because it does not exist." -ErrorId 'PathNotFound,*'
    }
    It 'refuse a parameter that they do not have' { { Get-Item / -NoSuchParameter } | Should -Throw -ErrorId 'NamedParameterNotFound,*' }
}
