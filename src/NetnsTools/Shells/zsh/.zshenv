# zsh starts here (ZDOTDIR) when Enter-NetNamespace starts it: the user's own file is read with the user's own ZDOTDIR,
# which it may set; ours comes back until .zshrc.
__netnstools_here=$ZDOTDIR
if (( ${+NETNSTOOLS_ZDOTDIR} )); then
    ZDOTDIR=$NETNSTOOLS_ZDOTDIR
    unset NETNSTOOLS_ZDOTDIR
else
    unset ZDOTDIR
fi

if [[ -r ${ZDOTDIR-$HOME}/.zshenv ]]; then
    . "${ZDOTDIR-$HOME}/.zshenv"
fi

if (( ${+ZDOTDIR} )); then
    __netnstools_zdotdir=$ZDOTDIR
fi
ZDOTDIR=$__netnstools_here
unset __netnstools_here
