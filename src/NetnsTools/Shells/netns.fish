# What fish runs after the user's own files (--init-command) when Enter-NetNamespace starts it: the mark in the prompt.
set -g __netnstools_mark $NETNSTOOLS_PROMPT
set -e NETNSTOOLS_PROMPT

functions -q fish_prompt
and functions --copy fish_prompt __netnstools_user_prompt

function __netnstools_status
    return $argv[1]
end

function fish_prompt
    set -l code $status
    echo -n $__netnstools_mark
    # The user's prompt may show it.
    __netnstools_status $code
    __netnstools_user_prompt
end
