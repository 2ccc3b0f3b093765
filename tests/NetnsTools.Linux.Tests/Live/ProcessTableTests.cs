using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Processes as /proc has them: one, all, those inside a namespace, those that descend from one.</summary>
public sealed class ProcessTableTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [Fact]
    public void Our_own_process_is_described_as_it_is()
    {
        using Process own = Process.GetCurrentProcess();

        ProcessEntry entry = ProcessTable.Find(Environment.ProcessId)!;

        Assert.Equal(Environment.ProcessId, entry.Id);
        Assert.Equal(File.ReadAllText("/proc/self/comm").TrimEnd('\n'), entry.Name);
        Assert.Equal(Environment.GetCommandLineArgs()[^1], entry.CommandLine[^1]);
        Assert.Equal(File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ')[2], $"{entry.ParentId}");
        Assert.False(entry.IsZombie);
        Assert.InRange(entry.StartTime - own.StartTime, TimeSpan.FromSeconds(-1.5), TimeSpan.FromSeconds(1.5));
        Assert.Contains(ProcessTable.List(), other => other.Id == entry.Id && other.StartTicks == entry.StartTicks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void There_is_no_process_with_an_impossible_number(int id) => Assert.Null(ProcessTable.Find(id));

    [Fact]
    public void A_thread_is_no_process()
    {
        string thread = Directory.GetDirectories("/proc/self/task").Select(Path.GetFileName).First(id => id != $"{Environment.ProcessId}")!;
        Assert.True(Directory.Exists($"/proc/{thread}"));
        Assert.Null(ProcessTable.Find(int.Parse(thread, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_list_is_that_of_the_kernel_in_order_of_the_numbers()
    {
        using Child child = Child.Start("sleep", "600");

        int[] ids = [.. ProcessTable.List().Select(static process => process.Id)];

        Assert.Contains(child.Id, ids);
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Numbers_are_listed_from_a_folder_and_nothing_else()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        foreach (string name in (string[])["7", "12", "0", "-3", "4a", "a4", "99999999999", "7.5"])
        {
            File.Create(Path.Combine(folder.FullName, name)).Dispose();
        }

        Assert.Equal([7, 12], LibC.ListNumbers(folder.FullName, out _).Order());
        folder.Delete(recursive: true);
        Assert.Empty(LibC.ListNumbers(folder.FullName, out _));
        Assert.Contains(Environment.ProcessId, LibC.ListNumbers("/proc", out _));
    }

    [RootFact]
    public async Task Those_inside_are_those_that_ip_netns_pids_prints()
    {
        using NamespaceHandle first = _network.Create();
        using NamespaceHandle second = _network.Create();
        Assert.Empty(ProcessTable.Inside(first));
        using Child one = Child.StartInside(PathOf(first), "sleep", "600");
        using Child two = Child.StartInside(PathOf(first), "sh", "-c", "sleep 600; exit");
        using Child other = Child.StartInside(PathOf(second), "sleep", "600");
        Deadline.Until("sh has its child", () => ProcessTable.Inside(first).Count == 3);

        string printed = await Ip.Run("netns", "pids", first.Label!);

        IReadOnlyList<ProcessEntry> inside = ProcessTable.Inside(first);
        Assert.Equal(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Order(), inside.Select(static entry => entry.Id));
        Assert.Equal(["sleep", "600"], inside.Single(entry => entry.Id == one.Id).CommandLine);
        Assert.Equal(["sh", "-c", "sleep 600; exit"], inside.Single(entry => entry.Id == two.Id).CommandLine);
        Assert.Equal([other.Id], ProcessTable.Inside(second).Select(static entry => entry.Id));
    }

    [RootFact]
    public void A_process_of_another_user_is_listed_with_that_user()
    {
        using NamespaceHandle place = _network.Create();
        using Child child = Child.StartInside(PathOf(place), "setpriv", "--reuid", "4294967000", "--clear-groups", "sleep", "600");
        Deadline.Until("setpriv has become sleep", () => ProcessTable.Find(child.Id) is { Name: "sleep" });

        ProcessEntry entry = Assert.Single(ProcessTable.Inside(place));

        Assert.Equal(4294967000, entry.UserId);
        Assert.Equal("4294967000", UserName.Of(entry.UserId));
        Assert.Equal("root", UserName.Of(0));
    }

    [RootFact]
    public void A_name_with_parentheses_spaces_and_line_feeds_is_read_whole()
    {
        using NamespaceHandle place = _network.Create();
        string link = Path.Combine(Path.GetTempPath(), $"a) S (\n{Environment.ProcessId}");
        _ = File.CreateSymbolicLink(link, "/bin/sleep");
        try
        {
            using Child child = Child.StartInside(PathOf(place), link, "600");
            ProcessEntry entry = Assert.Single(ProcessTable.Inside(place));
            Assert.Equal(Path.GetFileName(link)[..Math.Min(15, Path.GetFileName(link).Length)], entry.Name);
            Assert.Equal(Environment.ProcessId, entry.ParentId);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [RootFact]
    public void Who_has_ended_lives_nowhere()
    {
        using NamespaceHandle place = _network.Create();
        // The zombie's parent is the sleep that sh becomes, which asks for nobody.
        using Child child = Child.StartInside(PathOf(place), "sh", "-c", "true & exec sleep 600");
        Deadline.Until("there is a zombie", () => ProcessTable.List().Any(entry => entry.ParentId == child.Id && entry.IsZombie));

        Assert.Equal([child.Id], ProcessTable.Inside(place).Select(static entry => entry.Id));
        Assert.Equal([false, true], ProcessTable.Tree(child.Id, null, null).Select(static entry => entry.IsZombie));
        Assert.Empty(ProcessTable.Tree(child.Id, null, null)[1].CommandLine);
    }

    [Fact]
    public void A_tree_is_the_process_and_all_below_it()
    {
        using Child root = Child.Start("sh", "-c", "sh -c 'sleep 600; exit' & sleep 601; exit");
        using Child beside = Child.Start("sleep", "600");
        Deadline.Until("all are there", () => ProcessTable.Tree(root.Id, null, null).Count(static entry => entry.Name == "sleep") == 2);
        ProcessEntry entry = ProcessTable.Find(root.Id)!;

        IReadOnlyList<ProcessEntry> tree = ProcessTable.Tree(root.Id, entry.StartTicks, null);

        Assert.Equal(4, tree.Count);
        Assert.Contains(tree, member => member.Id == root.Id);
        Assert.DoesNotContain(tree, member => member.Id == beside.Id);
    }

    [Fact]
    public void Another_process_with_the_number_is_not_the_one_meant_nor_are_its_children()
    {
        using Child root = Child.Start("sh", "-c", "sleep 600; exit");
        ProcessEntry entry = ProcessTable.Find(root.Id)!;

        Assert.Empty(ProcessTable.Tree(root.Id, entry.StartTicks + 1, null));
        Assert.Empty(ProcessTable.Tree(int.MaxValue, null, null));
    }

    [Fact]
    public void A_daemon_that_left_its_parents_is_found_by_the_mark_in_its_environment()
    {
        const string Name = "NETNSTOOLS_TEST_RUN";
        string value = $"{Environment.ProcessId}-7";
        using Child root = Child.StartMarked(Name, value, "sh", "-c", "setsid sh -c 'sleep 600 & echo $!'; exec sleep 601");
        int daemon = int.Parse(root.Output.ReadLine()!, CultureInfo.InvariantCulture);
        try
        {
            Deadline.Until("the daemon is another's child", () => ProcessTable.Tree(root.Id, null, null).All(entry => entry.Id != daemon));

            Assert.Contains(ProcessTable.Tree(root.Id, null, $"{Name}={value}"), entry => entry.Id == daemon);
            // Exactly this entry: no beginning and no end of one.
            foreach (string other in (string[])[$"{Name}={value}1", $"{Name}={value[..^1]}", $"{Name[1..]}={value}", Name])
            {
                Assert.DoesNotContain(ProcessTable.Tree(int.MaxValue, null, other), entry => entry.Id == daemon);
            }
        }
        finally
        {
            using Process process = Process.GetProcessById(daemon);
            process.Kill();
        }
    }

    private string PathOf(NamespaceHandle place) => _network.Store.PathOf(place.Label!);
}
