# The stand-in's state and its helpers live in this module, where tests do not see them; only the language is exported.
Set-StrictMode -Version Latest

foreach ($part in 'Model', 'Language', 'Discovery', 'TestDrive', 'Run', 'Report', 'Format', 'Operators', 'ThrowOperator', 'Should', 'Main') {
    . "$PSScriptRoot/$part.ps1"
}

Export-ModuleMember -Function @(
    'Invoke-StandIn'
    'Describe', 'Context', 'It'
    'BeforeDiscovery', 'BeforeAll', 'AfterAll', 'BeforeEach', 'AfterEach'
    'Should', 'Set-ItResult'
)
