using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NetnsTools.Linux.Capture;
using NetnsTools.Linux.Capture.Files;
using NetnsTools.Linux.Tests.Support;
using Xunit;

namespace NetnsTools.Linux.Tests.Capture.Files;

/// <summary>Capture files on disks that are full, forbidden, or hold something already.</summary>
public sealed class FileSystemTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("netnstools-");

    private static CapturedFrame Frame { get; } = new() { TimestampNanoseconds = 1, Data = new byte[1000], OriginalLength = 1000 };

    private string File => Path.Combine(_folder.FullName, "a.pcapng");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_flushed_can_be_read_while_more_is_written()
    {
        using CaptureFileWriter writer = CaptureFileWriter.Open(File, CaptureFileFormat.Pcapng);
        writer.Write(Frame);
        writer.Flush();
        using CaptureFileReader reader = CaptureFileReader.Open(File);
        _ = Assert.Single(reader.Read());

        // What is written behind the end that was met is read later on.
        writer.Write(Frame);
        writer.Flush();
        _ = Assert.Single(reader.Read());
    }

    [Fact]
    public void A_file_is_overwritten_unless_it_shall_not_be()
    {
        System.IO.File.WriteAllText(File, new string('x', 100_000));
        using (CaptureFileWriter writer = CaptureFileWriter.Open(File, CaptureFileFormat.Pcap))
        {
            writer.Write(Frame);
        }

        Assert.Equal(24 + 16 + 1000, new FileInfo(File).Length);
        NetworkException fault = Assert.Throws<NetworkException>(
            () => CaptureFileWriter.Open(File, CaptureFileFormat.Pcap, new CaptureFileOptions { NoClobber = true }));
        Assert.Equal((ObjectKind.CaptureFile, FaultKind.AlreadyExists), (fault.Subject, fault.Fault));
        Assert.Equal($"Cannot create capture file '{File}': it exists already, and shall not be overwritten.", fault.Message);
        Assert.Equal(24 + 16 + 1000, new FileInfo(File).Length);
    }

    [Fact]
    public void Only_the_owner_may_read_a_new_file()
    {
        CaptureFileWriter.Open(File, CaptureFileFormat.Pcap).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Theory]
    [InlineData("none/a.pcap", FaultKind.NotFound, "its folder does not exist")]
    [InlineData("", FaultKind.InvalidInput, "it is a folder")]
    [InlineData("a\0b", FaultKind.InvalidInput, "that is no path of a file")]
    public void Places_where_no_file_can_be_are_refused(string name, FaultKind kind, string reason)
    {
        string path = $"{_folder.FullName}/{name}";
        foreach (Action open in (Action[])[
            () => CaptureFileWriter.Open(path, CaptureFileFormat.Pcap).Dispose(),
            () => CaptureFileReplacement.Open(path, CaptureFileFormat.Pcap).Dispose(),
            () => CaptureFileReader.Open(path).Dispose()])
        {
            NetworkException fault = Assert.Throws<NetworkException>(open);
            Assert.Equal((ObjectKind.CaptureFile, kind), (fault.Subject, fault.Fault));
            Assert.EndsWith($"capture file '{path}': {reason}.", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200_000)]
    [InlineData(300_001)]
    public void A_full_disk_leaves_whole_packets_and_is_told_once(long room)
    {
        LimitedStream disk = new(room);
        CaptureFileWriter writer = CaptureFileWriter.Open(disk, CaptureFileFormat.Pcapng);
        NetworkException fault = Assert.Throws<NetworkException>(() =>
        {
            for (int count = 0; count < 10_000; count++)
            {
                writer.Write(Frame);
            }
        });

        Assert.Equal((ObjectKind.CaptureFile, FaultKind.Failed), (fault.Subject, fault.Fault));
        Assert.Equal(
            "Cannot write to the capture file: No space left on device (ENOSPC). "
                + "What was written before is in it and can be read; its last packets are missing.",
            fault.Message);
        Assert.Same(fault, Assert.Throws<NetworkException>(writer.Flush));
        writer.Dispose();
        byte[] left = disk.ToArray();
        Assert.InRange(left.Length, 0, room);
        if (left.Length > 0)
        {
            Assert.InRange(CaptureFiles.Read(left).Length, 200, 300);
        }
    }

    [Fact]
    public void A_disk_that_is_full_at_the_end_is_told_then()
    {
        CaptureFileWriter writer = CaptureFileWriter.Open(new LimitedStream(10), CaptureFileFormat.Pcap);
        writer.Write(Frame);

        _ = Assert.Throws<NetworkException>(writer.Dispose);
        writer.Dispose();
    }

    [Fact]
    public void A_disk_that_cannot_be_read_says_how_far_it_went()
    {
        byte[] file = CaptureFiles.Write(CaptureFileFormat.Pcap, Enumerable.Repeat(Frame, 200));
        using CaptureFileReader reader = CaptureFileReader.Open(new FailingStream(file, 100_000));
        int count = 0;
        NetworkException fault = Assert.Throws<NetworkException>(() =>
        {
            foreach (CapturedFrame _ in reader.Read())
            {
                count++;
            }
        });

        Assert.Equal((100_000 - 24) / 1016, count);
        Assert.Equal(FaultKind.Failed, fault.Fault);
        Assert.Equal(
            $"Cannot read the capture file: Input/output error (errno 5). At byte {24 + (count * 1016)}: the {count} packets before it were read.",
            fault.Message);
    }

    [Fact]
    public void A_replacement_appears_when_it_is_complete()
    {
        System.IO.File.WriteAllText(File, "old");
        using (CaptureFileReplacement replacement = CaptureFileReplacement.Open(File, CaptureFileFormat.Pcap))
        {
            replacement.Write(Frame);
            Assert.Equal("old", System.IO.File.ReadAllText(File));
            replacement.Complete();
        }

        Assert.Equal([File], Directory.GetFiles(_folder.FullName));
        _ = Assert.Single(CaptureFiles.Read(System.IO.File.ReadAllBytes(File)));
    }

    [Fact]
    public void A_replacement_that_is_not_completed_leaves_no_trace()
    {
        System.IO.File.WriteAllText(File, "old");
        using (CaptureFileReplacement replacement = CaptureFileReplacement.Open(File, CaptureFileFormat.Pcap))
        {
            replacement.Write(Frame);
        }

        Assert.Equal([File], Directory.GetFiles(_folder.FullName));
        Assert.Equal("old", System.IO.File.ReadAllText(File));
    }

    [RootFact]
    public void A_replacement_has_the_owner_and_the_permissions_of_what_it_replaces()
    {
        System.IO.File.WriteAllText(File, "old");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        using (Process chown = Process.Start("chown", ["1234:5678", File]))
        {
            chown.WaitForExit();
        }

        using (CaptureFileReplacement replacement = CaptureFileReplacement.Open(File, CaptureFileFormat.Pcap))
        {
            replacement.Complete();
        }

        using Process stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%u:%g %a", File]) { RedirectStandardOutput = true })!;
        Assert.Equal("1234:5678 440", stat.StandardOutput.ReadToEnd().Trim());
    }

    [Fact]
    public void A_replacement_does_not_overwrite_what_came_meanwhile()
    {
        using CaptureFileReplacement replacement =
            CaptureFileReplacement.Open(File, CaptureFileFormat.Pcap, new CaptureFileOptions { NoClobber = true });
        System.IO.File.WriteAllText(File, "other");

        Assert.Equal(FaultKind.AlreadyExists, Assert.Throws<NetworkException>(replacement.Complete).Fault);
        replacement.Dispose();
        Assert.Equal([File], Directory.GetFiles(_folder.FullName));
        Assert.Equal("other", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_device_is_written_and_not_replaced()
    {
        using (CaptureFileReplacement replacement = CaptureFileReplacement.Open("/dev/full", CaptureFileFormat.Pcap))
        {
            replacement.Write(Frame);
            Assert.Contains("ENOSPC", Assert.Throws<NetworkException>(replacement.Complete).Message, StringComparison.Ordinal);
        }

        Assert.Throws<NetworkException>(() => CaptureFileReader.Open("/dev/null"));
    }

    /// <summary>A disk with so much room: it takes what fits, and refuses then.</summary>
    private sealed class LimitedStream(long room) : MemoryStream
    {
        private const int NoSpace = 28; // ENOSPC

        public override void Write(byte[] buffer, int offset, int count)
        {
            int fitting = (int)Math.Min(count, room - Position);
            base.Write(buffer, offset, fitting);
            if (fitting < count)
            {
                throw new IOException("full", NoSpace);
            }
        }
    }

    /// <summary>A disk with a bad block.</summary>
    private sealed class FailingStream(byte[] file, int good) : MemoryStream(file)
    {
        private const int InputOutputError = 5; // EIO

        public override int Read(byte[] buffer, int offset, int count) => Position < good
            ? base.Read(buffer, offset, (int)Math.Min(count, good - Position))
            : throw new IOException("bad", InputOutputError);
    }
}
