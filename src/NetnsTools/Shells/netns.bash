# What bash reads instead of ~/.bashrc (--rcfile) when Enter-NetNamespace starts it: the user's own file, then the mark
# in the prompt. The mark is a variable in PS1, so that nothing in a namespace's name is ever run.
if [ -r ~/.bashrc ]; then
    . ~/.bashrc
fi

__netnstools_mark=$NETNSTOOLS_PROMPT
unset NETNSTOOLS_PROMPT

# Before each prompt, and last: what else runs then may set PS1 anew.
__netnstools_prompt() {
    local code=$? mark='${__netnstools_mark}'
    shopt -q promptvars || mark=${__netnstools_mark//\\/\\\\}
    [[ ${PS1-} == "$mark"* ]] || PS1=$mark${PS1-}
    return "$code"
}

if [[ $(declare -p PROMPT_COMMAND 2>/dev/null) == 'declare -a'* ]] && ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
    PROMPT_COMMAND+=(__netnstools_prompt)
else
    PROMPT_COMMAND=${PROMPT_COMMAND-}$'\n'__netnstools_prompt
fi
