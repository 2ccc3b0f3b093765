using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Programs that are born inside a namespace.</summary>
[Collection(Alone.Name)]
public sealed class NamespaceLaunchTests : IDisposable
{
    private readonly TestNetwork _network = new();
    private readonly List<string> _folders = [];

    public void Dispose()
    {
        _network.Dispose();
        foreach (string folder in _folders)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [RootFact]
    public async Task A_program_is_born_inside_and_its_children_too()
    {
        using NamespaceHandle handle = _network.Create();

        Assert.Equal(handle.Identity.ToString(), await Run(handle, new(), "readlink", "/proc/self/ns/net"));
        Assert.Equal(handle.Identity.ToString(), await Run(handle, new(), "sh", "-c", "readlink /proc/self/ns/net; true"));
        Assert.Equal("lo", await Run(handle, new() { Sysfs = true }, "ls", "/sys/class/net"));
    }

    [RootFact]
    public async Task Arguments_arrive_byte_for_byte()
    {
        using NamespaceHandle handle = _network.Create();
        string[] arguments = ["a b", "", "'\"`", "$HOME;$(id)|&", "line 1\nline 2", "\t", "-n", "--", "Ünï 🐧", "\\", "*"];

        string text = await RunRaw(handle, new(), "printf", ["%s\\0", .. arguments]);

        Assert.Equal(arguments, text.Split('\0')[..^1]);
    }

    [RootFact]
    public async Task Mounts_are_the_callers_unless_something_asks_for_others()
    {
        using NamespaceHandle handle = _network.Create();
        string own = new FileInfo("/proc/self/ns/mnt").LinkTarget!;

        Assert.Equal(own, await Run(handle, new(), "readlink", "/proc/self/ns/mnt"));
        Assert.NotEqual(own, await Run(handle, new() { Sysfs = true }, "readlink", "/proc/self/ns/mnt"));
    }

    [RootFact]
    public async Task Files_of_the_namespace_cover_those_of_etc_for_the_child_alone()
    {
        using NamespaceHandle handle = _network.Create();
        string hosts = await File.ReadAllTextAsync("/etc/hosts");
        string mounts = await File.ReadAllTextAsync("/proc/self/mountinfo");
        Give(handle, "hosts", "192.0.2.1 here\n");
        Give(handle, "nt-no-such-file", "nowhere to go\n");

        using NamespaceLaunch launch = NamespaceLaunch.Prepare(handle, new());
        string seen = await Execute(launch, "cat", "/etc/hosts");

        Assert.Equal("192.0.2.1 here\n", seen);
        Assert.Equal(await Ip.Run("netns", "exec", handle.Name!, "cat", "/etc/hosts"), seen);
        Assert.Contains("'/etc/nt-no-such-file'", Assert.Single(launch.Warnings), StringComparison.Ordinal);
        Assert.Equal(hosts, await File.ReadAllTextAsync("/etc/hosts"));
        Assert.Equal(mounts, await File.ReadAllTextAsync("/proc/self/mountinfo"));
    }

    [RootFact]
    public async Task Sys_shows_the_same_as_with_ip_netns_exec()
    {
        using NamespaceHandle handle = _network.Create();

        string ours = await Run(handle, new() { Sysfs = true }, "sh", "-c", "ls /sys/class/net; findmnt -no FSTYPE,OPTIONS /sys");
        string theirs = await Ip.Run("netns", "exec", handle.Name!, "sh", "-c", "ls /sys/class/net; findmnt -no FSTYPE,OPTIONS /sys");

        Assert.Equal(theirs.TrimEnd(), ours);
        Assert.True(Directory.GetDirectories("/sys/class/net").Length > 1, "the caller's own /sys shows the host's interfaces");
    }

    [RootFact]
    public async Task The_working_directory_is_kept_below_the_namespaces_files_as_well()
    {
        using NamespaceHandle handle = _network.Create();
        Give(handle, "hosts", "192.0.2.2 there\n");

        Assert.Equal("/usr", await Run(handle, new() { WorkingDirectory = "/usr" }, "pwd"));
        Assert.Equal("192.0.2.2 there", await Run(handle, new() { WorkingDirectory = "/etc" }, "cat", "hosts"));
    }

    [RootFact]
    public async Task The_environment_is_the_callers_with_changes_and_says_where_one_is()
    {
        using NamespaceHandle handle = _network.Create();
        LaunchOptions options = new() { Environment = new Dictionary<string, string?> { ["NT_A"] = "a = b\nc", ["HOME"] = null } };

        string[] variables = (await RunRaw(handle, options, "env", ["-0"])).Split('\0');

        Assert.Contains("NT_A=a = b\nc", variables);
        Assert.Contains($"NETNSTOOLS_NAMESPACE={handle.Name}", variables);
        Assert.DoesNotContain(variables, static one => one.StartsWith("HOME=", StringComparison.Ordinal));
        Assert.Contains($"PATH={Environment.GetEnvironmentVariable("PATH")}", variables);
    }

    [RootFact]
    public void What_cannot_work_is_refused_before_anything_is_started()
    {
        using NamespaceHandle handle = _network.Create();

        Assert.Equal(FaultKind.NotFound, Refused(new() { WorkingDirectory = "/nt-nowhere" }));
        Assert.Equal(FaultKind.InvalidInput, Refused(new() { Environment = new Dictionary<string, string?> { ["A=B"] = "" } }));
        Assert.Equal(FaultKind.InvalidInput, Refused(new() { Environment = new Dictionary<string, string?> { [""] = "" } }));
        Assert.Equal(FaultKind.InvalidInput, Refused(new() { Environment = new Dictionary<string, string?> { ["A"] = "b\0c" } }));

        FaultKind Refused(LaunchOptions options) =>
            Assert.Throws<NetworkException>(() => NamespaceLaunch.Prepare(handle, options)).Fault;
    }

    [RootFact]
    public async Task A_launch_can_be_let_go_as_soon_as_the_program_has_entered()
    {
        using NamespaceHandle handle = _network.Create();
        using CancellationTokenSource end = new(TimeSpan.FromSeconds(30));
        CommandTask<CommandResult> task;
        using (NamespaceLaunch launch = NamespaceLaunch.Prepare(handle, new() { Sysfs = true }))
        {
            task = Cli.Wrap(launch.FilePath).WithArguments(launch.ArgumentsFor("sleep", ["30"])).ExecuteAsync(end.Token);
            Deadline.Until("the program runs", () => launch.HasEntered(task.ProcessId));
        }

        Assert.Equal($"sleep\030\0", await File.ReadAllTextAsync($"/proc/{task.ProcessId}/cmdline"));
        Assert.Equal(handle.Identity.ToString(), new FileInfo($"/proc/{task.ProcessId}/ns/net").LinkTarget);
        await end.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await task);
    }

    [RootFact]
    public async Task A_hundred_runs_with_mounts_leave_mounts_threads_and_descriptors_as_they_were()
    {
        using NamespaceHandle handle = _network.Create();
        Give(handle, "hosts", "192.0.2.3 x\n");
        _ = await Run(handle, new() { Sysfs = true }, "true");
        string mounts = await File.ReadAllTextAsync("/proc/self/mountinfo");
        string directory = Environment.CurrentDirectory;
        int before = ProcessState.SettledDescriptors();

        for (int round = 0; round < 100; round++)
        {
            _ = await Run(handle, new() { Sysfs = true }, "true");
        }

        Assert.Equal(before, ProcessState.Descriptors());
        Assert.Equal(mounts, await File.ReadAllTextAsync("/proc/self/mountinfo"));
        Assert.Equal(directory, Environment.CurrentDirectory);
        foreach (string kind in (string[])["net", "mnt", "user"])
        {
            _ = Assert.Single(ProcessState.NamespacesOfThreads(kind));
        }

        Assert.Equal(["/"], ProcessState.LinksOfThreads("root"));
    }

    private static async Task<string> Run(NamespaceHandle handle, LaunchOptions options, string program, params string[] arguments) =>
        (await RunRaw(handle, options, program, arguments)).TrimEnd('\n');

    private static async Task<string> RunRaw(NamespaceHandle handle, LaunchOptions options, string program, string[] arguments)
    {
        using NamespaceLaunch launch = NamespaceLaunch.Prepare(handle, options);
        return await Execute(launch, program, arguments);
    }

    private static async Task<string> Execute(NamespaceLaunch launch, string program, params string[] arguments)
    {
        BufferedCommandResult result = await Cli.Wrap(launch.FilePath)
            .WithArguments(launch.ArgumentsFor(program, arguments))
            .WithWorkingDirectory(launch.WorkingDirectory)
            .WithEnvironmentVariables(launch.Environment)
            .ExecuteBufferedAsync();
        return result.StandardOutput;
    }

    private void Give(NamespaceHandle handle, string file, string text)
    {
        string folder = $"/etc/netns/{handle.Name}";
        if (!Directory.Exists("/etc/netns"))
        {
            _folders.Add("/etc/netns");
        }
        else if (!Directory.Exists(folder))
        {
            _folders.Add(folder);
        }

        _ = Directory.CreateDirectory(folder);
        File.WriteAllText($"{folder}/{file}", text);
    }
}
