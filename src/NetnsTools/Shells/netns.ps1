# What PowerShell runs after the user's profile (-NoExit -File) when Enter-NetNamespace starts it: the mark in the prompt.
& {
    $mark = $env:NETNSTOOLS_PROMPT
    $env:NETNSTOOLS_PROMPT = $null
    $own = $function:prompt
    # One expression, and the mark written rather than returned: the user's prompt sees $? as it was, and may write too.
    $function:global:prompt = { [string]$Host.UI.Write($mark) + (& $own) }.GetNewClosure()
}
