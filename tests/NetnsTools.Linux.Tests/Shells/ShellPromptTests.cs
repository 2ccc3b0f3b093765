using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NetnsTools.Linux.Tests.Shells;

/// <summary>What each shell is started with, so that its prompt shows the namespace.</summary>
public sealed class ShellPromptTests
{
    [Theory]
    [InlineData("bash", ShellKind.Bash)]
    [InlineData("/usr/bin/bash", ShellKind.Bash)]
    [InlineData("/bin/zsh", ShellKind.Zsh)]
    [InlineData("fish", ShellKind.Fish)]
    [InlineData("/bin/sh", ShellKind.Posix)]
    [InlineData("dash", ShellKind.Posix)]
    [InlineData("/opt/microsoft/powershell/7/pwsh", ShellKind.PowerShell)]
    [InlineData("bin/NetnsTools.Host", ShellKind.PowerShell)]
    [InlineData("python3", ShellKind.Other)]
    [InlineData("/bin/bash/", ShellKind.Other)]
    [InlineData("BASH", ShellKind.Other)]
    [InlineData("", ShellKind.Other)]
    public void A_shell_is_known_by_the_name_of_its_file(string program, ShellKind kind) => Assert.Equal(kind, ShellPrompt.KindOf(program));

    [Fact]
    public void Bash_reads_our_file_in_place_of_its_own() => Expect(
        ShellKind.Bash,
        ["--rcfile", "/m/s/netns.bash", "-i"],
        new() { ["NETNSTOOLS_PROMPT"] = "(ns-1) " });

    [Fact]
    public void Zsh_starts_in_our_folder_and_is_told_the_users() => Expect(
        ShellKind.Zsh,
        ["-i"],
        new() { ["NETNSTOOLS_PROMPT"] = "(ns-1) ", ["ZDOTDIR"] = "/m/s/zsh", ["NETNSTOOLS_ZDOTDIR"] = "/home/u/.zsh" });

    [Fact]
    public void Fish_runs_our_file_after_its_own() => Expect(
        ShellKind.Fish,
        ["-i", "--init-command", "source '/m/s/netns.fish'"],
        new() { ["NETNSTOOLS_PROMPT"] = "(ns-1) " });

    [Fact]
    public void A_posix_shell_reads_our_file_and_is_told_the_users() => Expect(
        ShellKind.Posix,
        ["-i"],
        new() { ["NETNSTOOLS_PROMPT"] = "(ns-1) ", ["ENV"] = "/m/s/netns.sh", ["NETNSTOOLS_ENV"] = "$HOME/.shinit" });

    [Fact]
    public void PowerShell_runs_our_file_after_its_profile() => Expect(
        ShellKind.PowerShell,
        ["-NoLogo", "-NoExit", "-File", "/m/s/netns.ps1"],
        new() { ["NETNSTOOLS_PROMPT"] = "(ns-1) " });

    [Fact]
    public void Another_program_is_left_alone() => Expect(ShellKind.Other, [], []);

    [Fact]
    public void What_the_user_does_not_have_is_taken_away_rather_than_inherited_from_an_outer_shell()
    {
        Assert.Null(Assert.Contains("NETNSTOOLS_ENV", ShellPrompt.For(ShellKind.Posix, "/m", "ns", static _ => null).Environment));
        Assert.Null(Assert.Contains("NETNSTOOLS_ZDOTDIR", ShellPrompt.For(ShellKind.Zsh, "/m", "ns", static _ => null).Environment));
    }

    [Fact]
    public void A_folder_with_quotes_stays_one_word_for_fish() => Assert.Equal(
        "source '/it\\'s \\\\ here/netns.fish'", ShellPrompt.For(ShellKind.Fish, "/it's \\ here", "ns", static _ => null).Arguments[^1]);

    [Theory]
    [InlineData("ns-1", "(ns-1) ")]
    [InlineData("a\u001b[31mb\nc", "(a?[31mb?c) ")]
    [InlineData("$(id)`id`\\u%n", "($(id)`id`\\u%n) ")]
    public void The_mark_is_the_name_without_what_a_terminal_obeys(string name, string mark) => Assert.Equal(mark, ShellPrompt.Mark(name));

    private static void Expect(ShellKind kind, string[] arguments, Dictionary<string, string?> environment)
    {
        Dictionary<string, string> user = new() { ["ENV"] = "$HOME/.shinit", ["ZDOTDIR"] = "/home/u/.zsh" };
        ShellStart start = ShellPrompt.For(kind, "/m/s", "ns-1", name => user.GetValueOrDefault(name));
        Assert.Equal(arguments, start.Arguments);
        Assert.Equal(environment.OrderBy(static one => one.Key), start.Environment.OrderBy(static one => one.Key));
    }
}
