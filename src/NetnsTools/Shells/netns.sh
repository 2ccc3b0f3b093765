# What a POSIX shell reads as $ENV when Enter-NetNamespace starts it: the user's own file, then the mark in the prompt.
# The mark is a variable in PS1, so that nothing in a namespace's name is ever run.
__netnstools_mark=$NETNSTOOLS_PROMPT
unset NETNSTOOLS_PROMPT

if [ -n "${NETNSTOOLS_ENV-}" ]; then
    export ENV="$NETNSTOOLS_ENV"
    unset NETNSTOOLS_ENV
    # Its value is expanded, as the shell itself would.
    eval "__netnstools_file=\"$ENV\""
    if [ -r "$__netnstools_file" ]; then
        . "$__netnstools_file"
    fi
    unset __netnstools_file
else
    unset ENV
fi

case ${PS1-} in
    '${__netnstools_mark}'*) ;;
    *) PS1='${__netnstools_mark}'${PS1-} ;;
esac
