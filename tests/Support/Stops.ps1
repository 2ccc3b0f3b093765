# Every cmdlet that waits, while it does so: what is prepared here, and what another runspace runs until it is stopped. Used by
# Stopping.Tests.ps1, which looks at what is left, and by bench/Stops.ps1, which measures. {0} and {1} are namespaces with a
# cable between, {2} is a folder.
$stops = @(
    @{ Label = 'Test-NetnsPing, for a reply'; Text = 'Test-NetnsPing 10.0.0.99 -Namespace {0} -Count 1 -Timeout 600' }
    @{ Label = 'Test-NetnsPing, for the next echo'; Text = 'Test-NetnsPing 10.0.0.20 -Namespace {0} -Repeat -Interval 600' }
    @{ Label = 'Test-NetnsPing, never'; Text = 'Test-NetnsPing 10.0.0.20 -Namespace {0} -Repeat -Interval 0' }
    @{ Label = 'Wait-NetnsPort'; Text = 'Wait-NetnsPort {0} 80 -TimeoutSeconds 600' }
    @{ Label = 'Watch-NetnsPacket'; Text = 'Watch-NetnsPacket {0}, {1}' }
    @{ Label = 'Receive-NetnsCapture -Wait'; Text = 'Start-NetnsCapture {0} | Receive-NetnsCapture -Wait'; Keeps = 'capture' }
    @{ Label = 'Start-NetnsCapture, for who reads a pipe'; Before = 'mkfifo {2}/pipe'; Text = 'Start-NetnsCapture {0} -Path {2}/pipe' }
    @{ Label = 'Import-NetnsCapture, for who writes a pipe'; Before = 'mkfifo {2}/pipe'; Text = 'Import-NetnsCapture {2}/pipe' }
    @{ Label = 'Export-NetnsCapture, for who reads a pipe'; Before = 'mkfifo {2}/pipe'; Text = '1..2 | ForEach-Object {{ Start-NetnsCapture {0} -Count 1 | ForEach-Object {{ $null = Test-NetnsPing 127.0.0.1 -Namespace {0} -Count 1; Receive-NetnsCapture $_ -Wait }} }} | Export-NetnsCapture {2}/pipe'; Keeps = 'capture' }
    @{ Label = 'Invoke-NetNamespace'; Text = 'Invoke-NetNamespace {0} sleep 600' }
    @{ Label = 'Invoke-NetNamespace, with input'; Text = '1..1000000 | Invoke-NetNamespace {0}, {1} sleep 600' }
    @{ Label = 'Invoke-NetNamespace, deaf to SIGTERM'; Text = 'Invoke-NetNamespace {0} sh ''-c'' ''trap "" TERM; exec sleep 600''' }
    @{ Label = 'Invoke-NetNamespace -ScriptBlock'; Text = 'Invoke-NetNamespace {0} {{ while ($true) {{ [Threading.Thread]::Sleep(10) }} }}' }
    @{ Label = 'New-NetnsSession'; Text = 'New-NetnsSession {0}, {1}, {0}, {1}, {0}, {1}' }
    @{ Label = 'Stop-NetnsProcess'; Inside = $true; Text = 'Get-NetnsProcess {0} | Stop-NetnsProcess -TimeoutSeconds 600' }
    @{ Label = 'Remove-NetNamespace -Force'; Inside = $true; Text = 'Remove-NetNamespace {0} -Force' }
    @{ Label = 'Set-VethAddress, for an address'; Text = 'Set-VethAddress veth-1 fd00::1/64 -Namespace {0} -DuplicateAddressDetection -Timeout 600'; Before = 'ip netns exec {0} sysctl -qw net.ipv6.conf.veth-1.dad_transmits=200' }
    @{ Label = 'New-NetNamespace, for names that are taken'; Before = 'for i in $(seq 32); do : > /run/netns/{0}-$i; done'; Text = 'New-NetNamespace (1..32 | ForEach-Object {{ "{0}-$_" }}) -ErrorAction SilentlyContinue' }
    @{ Label = 'Use-NetnsLab'; Text = 'Use-NetnsLab a, b {{ param($a, $b) $null = New-VethPair x y -Namespace $a -PeerNamespace $b; Wait-NetnsPort $a 80 -TimeoutSeconds 600 }}' }
    @{ Label = 'Remove-NetnsLab'; Text = '$lab = New-NetnsLab a; $null = Start-NetnsProcess $lab.Namespace[0] sh ''-c'' ''trap "" TERM; exec sleep 600''; while ((Get-NetnsProcess $lab.Namespace[0]).ProcessName -ne ''sleep'') {{ }}; $lab | Remove-NetnsLab' }
)

# A cable as all of them need it.
function New-StopCable([string] $One, [string] $Two) {
    $null = New-NetNamespace $One, $Two
    $null = New-VethPair veth-1 veth-2 -Namespace $One -PeerNamespace $Two -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
    # Neighbour entry without a host behind it: the echo leaves and nothing comes back.
    ip -n $One neigh replace 10.0.0.99 lladdr 02:00:00:00:00:99 dev veth-1
}

# Prepares one of them, runs it until it waits, and stops it.
function Measure-Stop([hashtable] $Case, [string] $One, [string] $Two, [string] $Folder, [scriptblock] $Look) {
    $sleeper = if ($Case.Inside) { Start-NetnsProcess $One sh '-c' 'trap "" TERM; exec sleep 600' }
    if ($Case.Before) { sh -c ($Case.Before -f $One, $Two, $Folder) }
    $before = & $Look
    $shell = [powershell]::Create()
    $null = $shell.AddScript("Import-Module '$((Get-Module NetnsTools).Path)'; 'ready'; $($Case.Text -f $One, $Two, $Folder)")
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
    while ($output.Count -eq 0) { [Threading.Thread]::Sleep(1) }
    # From here to where it waits; a stop before that would be none the worse.
    [Threading.Thread]::Sleep(250)
    $waits = -not $running.IsCompleted
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $ended = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000)
    $time = $watch.Elapsed
    $result = @{ Waited = $waits; Ended = $ended -and $running.IsCompleted; Time = $time; Before = $before; After = & $Look; Errors = @($shell.Streams.Error) }
    $shell.Dispose()
    if ($sleeper) { $sleeper | Stop-NetnsProcess -Force }
    $result
}
