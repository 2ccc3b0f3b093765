# Old objects, and what has come in the place of what they were read from: they never act on that.
BeforeDiscovery {
    $notRoot = (id -u) -ne 0
    $namespaceCommands = @(
        @{ Label = 'Remove-NetNamespace'; Command = { $old | Remove-NetNamespace } }
        @{ Label = 'Remove-NetNamespace -Force'; Command = { $old | Remove-NetNamespace -Force } }
        @{ Label = 'New-VethPair -Namespace'; Command = { New-VethPair a-1 a-2 -Namespace $old -PeerNamespace $two } }
        @{ Label = 'New-VethPair -PeerNamespace'; Command = { New-VethPair a-1 a-2 -Namespace $two -PeerNamespace $old } }
        @{ Label = 'Get-NetnsLink'; Command = { $old | Get-NetnsLink } }
        @{ Label = 'Set-NetnsLink -SourceNamespace'; Command = { Set-NetnsLink veth-1 -SourceNamespace $old -Mtu 1300 } }
        @{ Label = 'Set-NetnsLink -Namespace'; Command = { Set-NetnsLink veth-2 -SourceNamespace $two -Namespace $old } }
        @{ Label = 'Remove-NetnsLink -Namespace'; Command = { Remove-NetnsLink veth-1 -Namespace $old } }
        @{ Label = 'Set-VethAddress -Namespace'; Command = { Set-VethAddress veth-1 10.0.0.99/16 -Namespace $old } }
        @{ Label = 'Get-NetnsAddress'; Command = { $old | Get-NetnsAddress } }
        @{ Label = 'Remove-NetnsAddress -Namespace'; Command = { Remove-NetnsAddress 10.0.0.10 -Namespace $old } }
        @{ Label = 'Test-NetnsPing -Namespace'; Command = { Test-NetnsPing 127.0.0.1 -Namespace $old -Count 1 } }
        @{ Label = 'Invoke-NetNamespace'; Command = { Invoke-NetNamespace $old ip link set veth-1 up } }
        @{ Label = 'Invoke-NetNamespace -ScriptBlock'; Command = { Invoke-NetNamespace $old { ip link set veth-1 up } } }
        @{ Label = 'Enter-NetNamespace'; Command = { Enter-NetNamespace $old } }
        @{ Label = 'New-NetnsSession'; Command = { New-NetnsSession $old } }
        @{ Label = 'Start-NetnsProcess'; Command = { Start-NetnsProcess $old sleep 600 } }
        @{ Label = 'Get-NetnsProcess'; Command = { $old | Get-NetnsProcess } }
        @{ Label = 'Stop-NetnsProcess'; Command = { $old | Get-NetnsProcess | Stop-NetnsProcess } }
        @{ Label = 'Wait-NetnsPort'; Command = { Wait-NetnsPort $old 80 -Gone } }
        @{ Label = 'Start-NetnsCapture'; Command = { $old | Start-NetnsCapture } }
        @{ Label = 'Watch-NetnsPacket'; Command = { $old | Watch-NetnsPacket -Duration 0.01 } }
    )
    $linkCommands = @(
        @{ Label = 'Get-NetnsLink'; Command = { $pair.Left | Get-NetnsLink } }
        @{ Label = 'Get-NetnsLink of a pair'; Command = { $pair | Get-NetnsLink } }
        @{ Label = 'Set-NetnsLink'; Command = { $pair.Left | Set-NetnsLink -Mtu 1300 -Up } }
        @{ Label = 'Set-NetnsLink -Namespace'; Command = { $pair.Left | Set-NetnsLink -Namespace $two -NewName moved } }
        @{ Label = 'Remove-NetnsLink'; Command = { $pair.Left | Remove-NetnsLink } }
        @{ Label = 'Remove-NetnsLink of a pair'; Command = { $pair | Remove-NetnsLink } }
        @{ Label = 'Set-VethAddress'; Command = { $pair.Left | Set-VethAddress -Address 10.0.0.99/16 } }
        @{ Label = 'Set-VethAddress of a pair'; Command = { $pair | Set-VethAddress -Address 10.0.0.99/16 -PeerAddress 10.0.0.98/16 } }
        @{ Label = 'Get-NetnsAddress'; Command = { $pair.Left | Get-NetnsAddress } }
        @{ Label = 'Remove-NetnsAddress'; Command = { $address | Remove-NetnsAddress } }
        @{ Label = 'Test-NetnsPing'; Command = { $pair.Left | Test-NetnsPing -Count 1 } }
        @{ Label = 'Test-NetnsPing of a pair'; Command = { $pair | Test-NetnsPing -Count 1 } }
        @{ Label = 'Start-NetnsCapture'; Command = { $pair.Left | Start-NetnsCapture } }
        @{ Label = 'Watch-NetnsPacket'; Command = { $pair.Left | Watch-NetnsPacket -Duration 0.01 } }
    )
}

Describe 'The kernel as adversary' -Skip:$notRoot {
    BeforeAll {
        . $PSScriptRoot/Support/TestModule.ps1
        $one = Get-TestName 'adv1'
        $two = Get-TestName 'adv2'

        # All that both namespaces have, with who lives there.
        function Get-Machine {
            foreach ($name in $one, $two) {
                # IPv6 makes addresses of its own, and works on them meanwhile. What ip says of other names is no matter.
                ip -4 -n $name -d addr show 2>$null
                ip -n $name -d link show 2>$null
                ip -4 -n $name route show table all
                "processes: $(ip netns pids $name)"
                stat -L -c '%i' "/run/netns/$name"
            }
            Get-TestLeftover | Sort-Object
        }

        # What a command says, and that it does nothing else.
        function Assert-Refusal([scriptblock] $Command, [string] $Id) {
            $before = Get-Machine
            $ErrorActionPreference = 'Stop'
            $Command | Should -Throw -ErrorId "$Id,NetnsTools.Commands.*"
            Get-NetnsCapture | Should -BeNullOrEmpty
            Get-Machine | Should -Be $before
        }
    }

    BeforeEach {
        $old = New-NetNamespace $one
        $null = New-NetNamespace $two
        $pair = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
        $address = $pair.Left.Addresses[0]
    }

    AfterEach {
        Get-NetnsCapture | Stop-NetnsCapture | Out-Null
        Remove-NetNamespace "nt$PID-*"
        Remove-TestLeftover
    }

    Context 'A namespace that was replaced under its name' {
        BeforeEach {
            # The new one has a link of the same name, kind, index, MAC and IP address.
            Remove-NetNamespace $one
            ip netns add $one
            ip -n $one link add veth-1 index $pair.Left.InterfaceIndex address $pair.Left.MacAddress type veth peer name veth-2 index $pair.Right.InterfaceIndex netns $two
            ip -n $one addr add 10.0.0.10/16 dev veth-1
            $sleep = Start-NetnsProcess $one sleep 600
        }

        AfterEach { $sleep | Stop-NetnsProcess }

        It 'is left alone by <Label>' -ForEach $namespaceCommands { Assert-Refusal $Command 'NamespaceReplaced' }

        It 'is left alone by <Label>, given a link of the old one' -ForEach $linkCommands { Assert-Refusal $Command 'NamespaceReplaced' }
    }

    Context 'A link that is gone' {
        BeforeEach {
            ip -n $one link delete veth-1
            $null = New-VethPair other-1 other-2 -Namespace $one -PeerNamespace $two -Address 10.0.0.10/16
        }

        It 'and whose index another one has is not found by <Label>' -ForEach $linkCommands {
            (Get-NetnsLink $one other-1).InterfaceIndex | Should -Be $pair.Left.InterfaceIndex
            Assert-Refusal $Command 'LinkNotFound'
        }

        It 'and whose index nobody has is not found by <Label>' -ForEach $linkCommands {
            Remove-NetnsLink other-1 -Namespace $one
            Assert-Refusal $Command 'LinkNotFound'
        }

        It 'is said to be so' {
            { $pair.Left | Set-NetnsLink -Up -ErrorAction Stop } |
                Should -Throw "Link 'veth-1' (index $($pair.Left.InterfaceIndex)) is no longer in namespace '$one': it was removed or moved."
        }
    }

    Context 'A link that was replaced under its name and index' {
        It 'is left alone by <Label>' -ForEach $linkCommands {
            ip -n $one link delete veth-1
            $new = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two -Address 10.0.0.10/16 -PeerAddress 10.0.0.20/16
            $new.Left.InterfaceIndex | Should -Be $pair.Left.InterfaceIndex
            Assert-Refusal $Command 'LinkReplaced'
        }

        It 'is left alone where the kind is another' {
            ip -n $one link delete veth-1
            ip -n $one link add veth-1 index $pair.Left.InterfaceIndex address $pair.Left.MacAddress type bridge
            Assert-Refusal { $pair.Left | Remove-NetnsLink } 'LinkReplaced'
        }

        It 'is left alone where the MAC address is the same, but it was never on' {
            $on = $pair | Set-NetnsLink -Up -PassThru
            ip -n $one link delete veth-1
            ip -n $one link add veth-1 index $on[0].InterfaceIndex address $on[0].MacAddress type veth peer name veth-2 index $on[1].InterfaceIndex netns $two
            Assert-Refusal { $on[0] | Remove-NetnsLink } 'LinkReplaced'
        }

        It 'is said to be so' {
            ip -n $one link delete veth-1
            $new = New-VethPair veth-1 veth-2 -Namespace $one -PeerNamespace $two
            { $pair.Left | Set-NetnsLink -Up -ErrorAction Stop } | Should -Throw (
                "The name 'veth-1' (index $($pair.Left.InterfaceIndex)) in namespace '$one' belongs to another link than when the object was read, " +
                "or its MAC address was changed since ($($pair.Left.MacAddress), now $($new.Left.MacAddress)). Read it again by its name.")
        }
    }

    Context 'A link that was only changed' {
        It 'is followed: <Label>' -ForEach @(
            @{ Label = 'another name'; Change = { ip -n $one link set veth-1 name changed } }
            @{ Label = 'another MAC address'; Change = { ip -n $one link set veth-1 address 02:00:00:00:00:01 } }
            @{ Label = 'another name, on and off'; Change = { ip -n $one link set veth-1 name changed; ip -n $one link set changed up; ip -n $one link set changed down } }
            @{ Label = 'its peer elsewhere'; Change = { ip -n $two link set veth-2 netns $one } }
            @{ Label = 'both by the object, then on'; Change = { $pair.Left | Set-NetnsLink -NewName changed -MacAddress 02:00:00:00:00:01; $pair.Left | Set-NetnsLink -Up } }
        ) {
            & $Change
            $now = Get-NetnsLink $one | Where-Object { $_.InterfaceIndex -eq $pair.Left.InterfaceIndex }
            ($pair.Left | Get-NetnsLink).Name | Should -Be $now.Name
            $pair.Left | Set-NetnsLink -Mtu 1333 -ErrorAction Stop
            $address | Remove-NetnsAddress -ErrorAction Stop
            $changed = Get-NetnsLink $one $now.Name
            $changed.Mtu | Should -Be 1333
            $changed.Addresses | Where-Object { $_.AddressFamily -eq 'IPv4' } | Should -BeNullOrEmpty
        }

        It 'is left alone where that cannot be told: another MAC address, and on' {
            ip -n $one link set veth-1 address 02:00:00:00:00:01
            ip -n $one link set veth-1 down
            # The kernel's time stamp counts hundredths of a second.
            Start-Sleep -Milliseconds 50
            ip -n $one link set veth-1 up
            { $pair.Left | Remove-NetnsLink -ErrorAction Stop } | Should -Throw -ErrorId 'LinkReplaced*'
            (Get-NetnsLink $one veth-1).MacAddress | Should -Be '02:00:00:00:00:01'
        }
    }

    Context 'A run directory' {
        It 'with names that look like something else keeps them: <_>' -ForEach '--help', "line`nbreak", '名 前', ('x' * 240) {
            $name = Get-TestName "é$_"
            $namespace = New-NetNamespace $name
            $namespace.Name | Should -BeExactly $name
            (Get-NetNamespace "nt$PID-é*").Name | Should -BeExactly $name
            Invoke-NetNamespace $namespace ip -- -o link show lo | Should -Match 'LOOPBACK'
            $namespace | Remove-NetNamespace
            Get-NetNamespace "nt$PID-é*" | Should -BeNullOrEmpty
        }

        It 'with a link that leads out of it is not left: <Label>' -ForEach @(
            @{ Label = 'New-NetNamespace'; Id = 'NamespaceStale'; Command = { New-NetNamespace $three } }
            @{ Label = 'New-NetNamespace -ProcessId'; Id = 'NamespaceStale'; Command = { New-NetNamespace $three -ProcessId $PID } }
            @{ Label = 'Get-NetnsLink'; Id = 'NamespaceStale'; Command = { Get-NetnsLink $three } }
            @{ Label = 'Invoke-NetNamespace'; Id = 'NamespaceStale'; Command = { Invoke-NetNamespace $three true } }
        ) {
            $three = Get-TestName 'adv3'
            ln -s "/tmp/nt$PID-outside" "/run/netns/$three"
            try {
                Assert-Refusal $Command $Id
                Set-Content "/tmp/nt$PID-outside" 'kept'
                Assert-Refusal $Command $Id
                (Get-NetNamespace $three).State | Should -Be 'Stale'
                Remove-NetNamespace $three
                Get-Content "/tmp/nt$PID-outside" | Should -Be 'kept'
                Get-TestLeftover | Sort-Object | Should -Be "/run/netns/$one", "/run/netns/$two"
            }
            finally { rm -f "/tmp/nt$PID-outside" }
        }
    }
}
