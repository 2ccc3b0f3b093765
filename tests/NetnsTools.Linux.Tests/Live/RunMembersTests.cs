using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Processes of one run, found and told that the terminal is gone.</summary>
public sealed class RunMembersTests
{
    [Fact]
    public async Task Members_are_those_with_the_whole_entry_in_our_session()
    {
        string value = Guid.NewGuid().ToString();
        using CancellationTokenSource end = new(TimeSpan.FromSeconds(60));
        CommandTask<CommandResult> member = Start("sleep", ["60"], "NT_RUN", value);
        CommandTask<CommandResult> longer = Start("sleep", ["60"], "NT_RUN", value + "0");
        CommandTask<CommandResult> other = Start("sleep", ["60"], "XNT_RUN", value);
        CommandTask<CommandResult> daemon = Start("setsid", ["sleep", "60"], "NT_RUN", value);
        Deadline.Until("the member is there", () => RunMembers.Find($"NT_RUN={value}").Contains(member.ProcessId));
        Deadline.Until("the daemon has left", () => !RunMembers.Find($"NT_RUN={value}").Contains(daemon.ProcessId));

        Assert.Equal([member.ProcessId], RunMembers.Find($"NT_RUN={value}"));
        RunMembers.HangUp($"NT_RUN={value}");

        Assert.Equal(129, (await member).ExitCode);
        Assert.False(longer.Task.IsCompleted || other.Task.IsCompleted || daemon.Task.IsCompleted);
        await end.CancelAsync();
        foreach (CommandTask<CommandResult> rest in (CommandTask<CommandResult>[])[longer, other, daemon])
        {
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await rest);
        }

        CommandTask<CommandResult> Start(string program, string[] arguments, string name, string text) => Cli.Wrap(program)
            .WithArguments(arguments)
            .WithEnvironmentVariables(variables => variables.Set(name, text))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(end.Token);
    }
}
