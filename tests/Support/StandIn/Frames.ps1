# The scopes in which test code runs. These script blocks belong to the session state of whoever runs this file, so
# test code runs there too, and not in the stand-in's module. Their few variables have names no test would use and are
# private, so that functions and blocks called from test code do not inherit them.
# The loops that run once keep a stray 'break' or 'continue' of test code from reaching the loops of the runner.
@{
    SessionState = $ExecutionContext.SessionState

    # One container: a script scope of its own, as every file has it.
    Container    = { & "$PSScriptRoot/Container.ps1" $args[0] }

    # The body of a block at discovery.
    Discover     = {
        param($private:______standIn)
        & $______standIn.SetData $______standIn.Data
        . $______standIn.Body
    }

    # A block at run time. Setup and teardown share its scope, which is the parent of all scopes within.
    Block        = {
        param($private:______standIn)
        $private:______splat = & $______standIn.GetSplat $______standIn.Data
        try {
            do {
                & $______standIn.SetData $______standIn.Data
                foreach ($private:______step in $______standIn.BeforeAll) { . $______step @______splat }
                if ($______standIn.NameScript) { $______standIn.ExpandedName = & ([scriptblock]::Create($______standIn.NameScript)) }
                $______standIn.Ready = $true
                & $______standIn.RunChildren $______standIn
            } until ($true)
        }
        catch { & $______standIn.AddError $______standIn $_ }
        foreach ($private:______step in $______standIn.AfterAll) {
            try { do { . $______step @______splat } until ($true) }
            catch { & $______standIn.AddError $______standIn $_ }
        }
    }

    # A test, with the setups and teardowns of all its blocks in its own scope.
    Test         = {
        param($private:______standIn)
        $private:______splat = & $______standIn.GetSplat $______standIn.Data
        try {
            do {
                & $______standIn.SetData $______standIn.Data
                foreach ($private:______step in $______standIn.BeforeEach) { . $______step @______splat }
                if ($______standIn.NameScript) { $______standIn.ExpandedName = & ([scriptblock]::Create($______standIn.NameScript)) }
                . $______standIn.Body @______splat
            } until ($true)
        }
        catch { & $______standIn.AddError $______standIn $_ }
        foreach ($private:______step in $______standIn.AfterEach) {
            try { do { . $______step @______splat } until ($true) }
            catch { & $______standIn.AddError $______standIn $_ }
        }
    }
}
