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
    )
}
