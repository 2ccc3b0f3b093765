using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>Whose maker is gone: told by the record beneath the mount, and by nothing else.</summary>
/// <remarks>Alone: descriptors are counted, and a name is waited for no longer than a moment.</remarks>
[Collection(Alone.Name)]
public sealed class AbandonedNamespacesTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();

    private NamespaceStore Store => _temporary.Store;

    public void Dispose() => _temporary.Dispose();

    [RootFact]
    public void What_this_process_made_is_recorded_and_not_abandoned()
    {
        using NamespaceHandle made = Store.Create("ns-1");
        using NamespaceHandle adopted = Store.Adopt("ns-2", made);

        ProcessIdentity self = ProcessIdentity.Current!.Value;
        Assert.Equal(Environment.ProcessId, self.Id);
        Assert.Equal(new MakerRecord(self, made.Identity), RecordOf("ns-1"));
        Assert.Equal(new MakerRecord(self, made.Identity), RecordOf("ns-2"));
        Assert.False(self.HasEnded());
        Assert.Empty(AbandonedNamespaces.Find(Store));
    }

    [RootFact]
    public void With_the_name_the_record_goes_whoever_removes_it()
    {
        Store.Create("ns-1").Dispose();
        Assert.Equal(0, LibC.Unmount(Store.PathOf("ns-1"), LibC.MNT_DETACH));
        File.Delete(Store.PathOf("ns-1"));

        // As ip makes one.
        Mount("ns-1", string.Empty);

        Assert.Null(RecordOf("ns-1"));
        Assert.Empty(AbandonedNamespaces.Find(Store));
    }

    [RootFact]
    public void A_namespace_of_a_process_that_has_ended_is_abandoned()
    {
        ProcessIdentity gone = Ended();
        NamespaceIdentity inside = Mount("ns-1", identity => Text(gone, identity));

        Assert.True(gone.HasEnded());
        Assert.Equal([new AbandonedNamespace("ns-1", inside, gone.Id)], AbandonedNamespaces.Find(Store));
    }

    [RootFact]
    public void A_process_with_the_number_of_the_maker_is_not_the_maker()
    {
        ProcessIdentity earlier = ProcessIdentity.Current!.Value with { StartTicks = 1 };
        _ = Mount("ns-1", identity => Text(earlier, identity));

        Assert.True(earlier.HasEnded());
        _ = Assert.Single(AbandonedNamespaces.Find(Store));
    }

    [RootFact]
    public void A_maker_that_nobody_has_waited_for_has_ended_all_the_same()
    {
        using Child parent = Child.Start("sh", "-c", "sh -c 'echo $$; exec sleep 1000' & exec sleep 1000");
        int id = int.Parse(parent.Output.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
        ProcessIdentity maker = new(ProcessWorld.Current!.Value, id, ProcessStat.Read(id)!.Value.StartTicks);
        Assert.False(maker.HasEnded());

        Process.GetProcessById(id).Kill();

        Deadline.Until("it is a zombie", () => ProcessStat.Read(id) is { IsZombie: true });
        Assert.True(maker.HasEnded());
    }

    [RootFact]
    public void Another_namespace_on_the_same_file_is_not_what_the_maker_made()
    {
        _ = Mount("ns-1", identity => Text(Ended(), identity with { UniqueId = identity.UniqueId + 1 }));
        _ = Mount("ns-2", identity => Text(Ended(), identity with { Inode = identity.Inode + 1 }));

        Assert.Empty(AbandonedNamespaces.Find(Store));
    }

    [RootFact]
    public void One_over_it_is_not_either()
    {
        _ = Mount("ns-1", identity => Text(Ended(), identity));
        using NamespaceHandle other = NamespaceHandle.OpenCurrent();
        Assert.Equal(0, LibC.Mount($"/proc/self/fd/{other.Descriptor}", Store.PathOf("ns-1"), "none", LibC.MS_BIND, 0));

        Assert.Empty(AbandonedNamespaces.Find(Store));
        Store.Remove("ns-1");
    }

    [RootFact]
    public void A_maker_that_cannot_be_looked_at_may_live()
    {
        ProcessIdentity gone = Ended();
        ProcessIdentity elsewhere = gone with { World = gone.World with { ProcessNamespace = 1 } };
        _ = Mount("ns-1", identity => Text(elsewhere, identity));
        _ = Mount("ns-2", identity => Text(gone with { World = gone.World with { TimeNamespace = 1 } }, identity));

        Assert.Null(elsewhere.HasEnded());
        Assert.Empty(AbandonedNamespaces.Find(Store));
    }

    [RootFact]
    public void What_a_maker_left_half_made_is_abandoned()
    {
        ProcessIdentity gone = Ended();
        Store.Create("ns-0").Dispose();
        File.WriteAllText(Store.PathOf("ns-1"), $"netnstools 1 {gone}\n");
        NamespaceIdentity inside = Mount("ns-2", $"netnstools 1 {gone}\n");

        Assert.Equal(
            [new AbandonedNamespace("ns-1", null, gone.Id), new AbandonedNamespace("ns-2", inside, gone.Id)],
            AbandonedNamespaces.Find(Store));
    }

    [RootFact]
    public void A_file_from_before_the_machine_was_started_is_abandoned_but_no_namespace_is()
    {
        ProcessIdentity gone = Ended();
        gone = gone with { World = gone.World with { Boot = Guid.NewGuid() } };
        Store.Create("ns-0").Dispose();
        File.WriteAllText(Store.PathOf("ns-1"), Text(gone, new NamespaceIdentity(4, 5, 6)));
        _ = Mount("ns-2", $"netnstools 1 {gone}\n");

        Assert.Equal([new AbandonedNamespace("ns-1", null, gone.Id)], AbandonedNamespaces.Find(Store));
    }

    [RootFact]
    public void Neither_links_nor_folders_nor_pipes_are_followed()
    {
        ProcessIdentity gone = Ended();
        Store.Create("ns-0").Dispose();
        string target = $"{Store.Directory}-target";
        File.WriteAllText(target, $"netnstools 1 {gone}\n");
        try
        {
            _ = File.CreateSymbolicLink(Store.PathOf("ns-1"), target);
            _ = Directory.CreateDirectory(Store.PathOf("ns-2"));
            Process.Start("mkfifo", [Store.PathOf("ns-3")]).WaitForExit();

            Assert.Empty(AbandonedNamespaces.Find(Store));
        }
        finally
        {
            File.Delete(target);
            File.Delete(Store.PathOf("ns-1"));
            Directory.Delete(Store.PathOf("ns-2"));
            File.Delete(Store.PathOf("ns-3"));
        }
    }

    [RootFact]
    public void A_name_that_a_living_process_has_half_made_is_taken_and_no_stale_file()
    {
        Store.Create("ns-1").Dispose();
        Assert.Equal(0, LibC.Unmount(Store.PathOf("ns-1"), LibC.MNT_DETACH));

        NetworkException taken = Assert.Throws<NetworkException>(() => Store.Create("ns-1"));

        Assert.Equal(FaultKind.AlreadyExists, taken.Fault);
        Assert.Contains($"process {Environment.ProcessId} made it", taken.Message, StringComparison.Ordinal);
        Assert.Equal(NamespaceState.Stale, Store.Find("ns-1")?.State);
    }

    [RootFact]
    public void A_name_that_is_free_a_moment_later_is_given()
    {
        Store.Create("ns-0").Dispose();
        for (int turn = 0; turn < 5; turn++)
        {
            File.WriteAllText(Store.PathOf("ns-1"), string.Empty);
            Thread other = new(() =>
            {
                Thread.Sleep(5);
                File.Delete(Store.PathOf("ns-1"));
            });
            other.Start();

            Store.Create("ns-1").Dispose();
            other.Join();
            Store.Remove("ns-1");
        }
    }

    [RootFact]
    public void Nothing_is_abandoned_where_there_is_no_directory() => Assert.Empty(AbandonedNamespaces.Find(Store));

    [RootFact]
    public void Looking_changes_no_mount_and_leaves_no_descriptor()
    {
        _ = Mount("ns-1", identity => Text(Ended(), identity));
        string[] before = File.ReadAllLines("/proc/self/mountinfo");
        int descriptors = Directory.GetFiles("/proc/self/fd").Length;

        for (int turn = 0; turn < 10; turn++)
        {
            _ = Assert.Single(AbandonedNamespaces.Find(Store));
        }

        // Other tests come and go at the same time.
        Assert.Equal(before.Where(IsOurs), File.ReadAllLines("/proc/self/mountinfo").Where(IsOurs));
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, descriptors + 5);
    }

    private bool IsOurs(string line) => line.Contains(Store.Directory, StringComparison.Ordinal);

    private static string Text(ProcessIdentity maker, NamespaceIdentity identity) =>
        Encoding.ASCII.GetString([.. MakerRecord.FirstLine(maker), .. MakerRecord.SecondLine(identity)]);

    private static ProcessIdentity Ended()
    {
        using Process process = Process.Start("sleep", "1000");
        ProcessIdentity identity = new(ProcessWorld.Current!.Value, process.Id, ProcessStat.Read(process.Id)!.Value.StartTicks);
        process.Kill();
        process.WaitForExit();
        return identity;
    }

    private NamespaceIdentity Mount(string name, string record) => Mount(name, _ => record);

    // A new namespace behind a file with these words.
    private NamespaceIdentity Mount(string name, Func<NamespaceIdentity, string> record)
    {
        using NamespaceHandle made = Store.Create("made");
        File.WriteAllText(Store.PathOf(name), record(made.Identity));
        Assert.Equal(0, LibC.Mount($"/proc/self/fd/{made.Descriptor}", Store.PathOf(name), "none", LibC.MS_BIND, 0));
        Store.Remove("made");
        return made.Identity;
    }

    private MakerRecord? RecordOf(string name)
    {
        using FileDescriptor files = LibC.CopyTree(Store.Directory, out _);
        using FileDescriptor file = LibC.OpenAt(files, name, LibC.O_RDONLY, out Errno errno);
        Assert.Equal(Errno.None, errno);
        byte[] content = new byte[1000];
        return MakerRecord.Parse(content.AsSpan(0, LibC.Read(file, content, out _)));
    }
}
