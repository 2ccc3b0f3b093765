using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace NetnsTools.Programs;

/// <summary>Objects of the pipeline on their way to a program's standard input.</summary>
internal sealed class ProgramInput
{
    private const int Backlog = 256;

    private readonly Channel<byte[]> _channel;
    private volatile bool _isComplete;

    public ProgramInput()
        : this(Channel.CreateBounded<byte[]>(Backlog))
    {
    }

    private ProgramInput(Channel<byte[]> channel) => _channel = channel;

    /// <summary>An input that is complete.</summary>
    public static ProgramInput Of(IReadOnlyList<byte[]> chunks)
    {
        ProgramInput input = new(Channel.CreateUnbounded<byte[]>());
        foreach (byte[] chunk in chunks)
        {
            _ = input._channel.Writer.TryWrite(chunk);
        }

        input.Complete();
        return input;
    }

    /// <summary>The bytes of an object: those of a byte array as they are, any other as a line of text.</summary>
    public static byte[] Encode(PSObject? value) => value?.BaseObject switch
    {
        byte[] bytes => bytes,
        byte one => [one],
        _ => Encoding.UTF8.GetBytes($"{value}\n"),
    };

    /// <summary>Hands over, if there is room or nobody reads any more.</summary>
    public bool TryWrite(byte[] bytes) => _channel.Writer.TryWrite(bytes) || _isComplete;

    /// <summary>Comes true when <see cref="TryWrite"/> is worth another try.</summary>
    public Task WaitForRoom(CancellationToken stop) => _channel.Writer.WaitToWriteAsync(stop).AsTask();

    /// <summary>Nothing more will come, or nobody will read it.</summary>
    public void Complete()
    {
        // Not the channel's own completion: that waits until all is read, and whoever reads may hang in a write to a program that has gone.
        _isComplete = true;
        _ = _channel.Writer.TryComplete();
    }

    /// <summary>Writes all that comes to the program. A program that has closed its input wants no more of it.</summary>
    public async Task CopyToAsync(Stream stream, CancellationToken stop)
    {
        try
        {
            await foreach (byte[] bytes in _channel.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                await stream.WriteAsync(bytes, stop).ConfigureAwait(false);
                await stream.FlushAsync(stop).ConfigureAwait(false);
            }
        }
        finally
        {
            Complete();
        }
    }
}
