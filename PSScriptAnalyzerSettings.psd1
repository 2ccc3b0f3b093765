@{
    ExcludeRules = @(
        # Tests share variables between blocks, which the rule does not follow.
        'PSUseDeclaredVarsMoreThanAssignments'
        # build.ps1 and the small runner speak to whoever watches them.
        'PSAvoidUsingWriteHost'
        # Functions of tests and of the build, whose callers ask nobody.
        'PSUseShouldProcessForStateChangingFunctions'
        # Get-Shape and the like are plain words.
        'PSUseSingularNouns'
        # PowerShell 7 reads UTF-8, and a shebang has to be the first thing in a file.
        'PSUseBOMForUnicodeEncodedFile'
        # Scripts use theirs in their functions, and the stand-in in script blocks that it hands on; the rule sees neither.
        'PSReviewUnusedParameter'
        # One word after the other is how the small functions of tests and benchmarks are called.
        'PSAvoidUsingPositionalParameters'
        # Two tests look at what is seen from everywhere: completion, and the start of a session.
        'PSAvoidGlobalVars'
    )
}
