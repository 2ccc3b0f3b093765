# The user's own .zshrc with the user's own ZDOTDIR, then the mark in the prompt.
if (( ${+__netnstools_zdotdir} )); then
    ZDOTDIR=$__netnstools_zdotdir
    unset __netnstools_zdotdir
else
    unset ZDOTDIR
fi

if [[ -r ${ZDOTDIR-$HOME}/.zshrc ]]; then
    . "${ZDOTDIR-$HOME}/.zshrc"
fi

__netnstools_mark=$NETNSTOOLS_PROMPT
unset NETNSTOOLS_PROMPT

# Before each prompt, and last: a theme may set PROMPT anew. %99v shows psvar[99] and expands nothing in it.
__netnstools_prompt() {
    local code=$?
    emulate -L zsh
    psvar[99]=$__netnstools_mark
    [[ $PROMPT == '%99v'* ]] || PROMPT='%99v'$PROMPT
    return code
}
typeset -ga precmd_functions
precmd_functions+=(__netnstools_prompt)
