using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using NetnsTools.Linux.Interop;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Live;

/// <summary>All network namespaces of the machine, with what keeps each alive.</summary>
public sealed class NamespaceSurveyTests : IDisposable
{
    private const ulong MS_PRIVATE = 1 << 18;

    private readonly TestNetwork _network = new();

    private NamespaceStore Store => _network.Store;

    public void Dispose() => _network.Dispose();

    [RootFact]
    public void A_named_one_is_told_once_with_all_its_names_and_who_lives_in_it()
    {
        using NamespaceHandle handle = _network.Create();
        string second = _network.NewName("-second");
        Store.Adopt(second, handle).Dispose();
        using Child child = Child.StartInside(Store.PathOf(second), "sleep", "600");

        using NamespaceSurvey survey = NamespaceSurvey.Take(Store);

        SurveyedNamespace found = Assert.Single(survey.Namespaces, other => other.Identity == handle.Identity);
        Assert.Equal([handle.Label!, second], found.Names);
        Assert.Equal([child.Id], found.ProcessIds);
        Assert.Empty(found.MountPaths);
        Assert.False(found.IsCurrent);
        Assert.Same(found, survey.Find(handle.Identity));
    }

    [RootFact]
    public void One_that_only_a_process_keeps_is_found()
    {
        using Child child = Child.Start("unshare", "--net", "sleep", "600");
        Deadline.Until("it has a namespace of its own", () => ProcessTable.Find(child.Id) is { Name: "sleep" });
        using NamespaceHandle handle = NamespaceHandle.OpenProcess(child.Id);

        using NamespaceSurvey survey = NamespaceSurvey.Take(Store);

        SurveyedNamespace found = survey.Find(handle.Identity)!;
        Assert.Equal([child.Id], found.ProcessIds);
        Assert.Empty(found.Names);
        Assert.Empty(found.MountPaths);
    }

    [RootFact]
    public void One_that_is_mounted_elsewhere_is_found_there_and_not_where_something_lies_over_it()
    {
        string directory = Directory.CreateTempSubdirectory("nt survey ").FullName;
        string path = $"{directory}/a b\\c";
        string hidden = $"{directory}/hidden";
        using NamespaceHandle handle = _network.Create();
        using NamespaceHandle other = _network.Create();
        Mount(handle, path);
        Mount(handle, hidden);
        Mount(other, hidden);
        Store.Remove(handle.Label!);
        try
        {
            using NamespaceSurvey survey = NamespaceSurvey.Take(Store);

            SurveyedNamespace found = survey.Find(handle.Identity)!;
            Assert.Equal([path], found.MountPaths);
            Assert.Empty(found.Names);
            Assert.Empty(found.ProcessIds);
            Assert.Equal([hidden], survey.Find(other.Identity)!.MountPaths);
        }
        finally
        {
            foreach (string mounted in (string[])[path, hidden, hidden])
            {
                _ = LibC.Unmount(mounted, LibC.MNT_DETACH);
            }

            Directory.Delete(directory, recursive: true);
        }

        void Mount(NamespaceHandle source, string target)
        {
            if (!File.Exists(target))
            {
                File.WriteAllText(target, string.Empty);
            }

            Assert.Equal(0, LibC.Mount(Store.PathOf(source.Label!), target, "none", LibC.MS_BIND, 0));
            // Else what is mounted over it would be mounted over the name too.
            Assert.Equal(0, LibC.Mount(string.Empty, target, "none", MS_PRIVATE, 0));
        }
    }

    [RootFact]
    public async Task The_current_one_is_marked_and_lsns_knows_it_too()
    {
        using NamespaceHandle current = NamespaceHandle.OpenCurrent();

        using NamespaceSurvey survey = NamespaceSurvey.Take(Store);

        SurveyedNamespace found = Assert.Single(survey.Namespaces, static other => other.IsCurrent);
        Assert.Equal(current.Identity, found.Identity);
        Assert.Contains(Environment.ProcessId, found.ProcessIds);
        BufferedCommandResult lsns = await Cli.Wrap("lsns").WithArguments(["-t", "net", "-n", "-o", "NS"]).ExecuteBufferedAsync();
        Assert.Contains($"{current.Identity.Inode}", lsns.StandardOutput, StringComparison.Ordinal);
    }

    [RootFact]
    public void Each_is_told_once_the_named_ones_first()
    {
        _ = _network.Create();

        using NamespaceSurvey survey = NamespaceSurvey.Take(Store);

        Assert.Equal(survey.Namespaces.Count, survey.Namespaces.DistinctBy(static found => found.Identity).Count());
        bool[] named = [.. survey.Namespaces.Select(static found => found.Names.Count > 0)];
        Assert.Equal(named.OrderDescending(), named);
        Assert.Null(survey.Find(default));
    }
}
