using System;
using System.Globalization;
using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace NetnsTools.Sessions;

/// <summary>The last of what a process writes to its standard error: a pipe that the process opens by its path.</summary>
/// <remarks>The engine takes any line there for the end of the connection, and loses the words; a program started inside may well write some.</remarks>
internal sealed class ErrorTail : IDisposable
{
    private const int Kept = 2000;
    private const int StackSize = 256 * 1024;

    private readonly SafePipeHandle _far;
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ErrorTail()
    {
        AnonymousPipeServerStream pipe = new(PipeDirection.In, HandleInheritability.None);
        _far = pipe.ClientSafePipeHandle;
        Path = string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{_far.DangerousGetHandle()}");
        // Not from the pool: it waits as long as the process lives. It closes the pipe as well.
        new Thread(() => Read(pipe), StackSize) { IsBackground = true, Name = "NetnsTools errors" }.Start();
    }

    /// <summary>Where the process finds the other end, until <see cref="Dispose"/>.</summary>
    public string Path { get; }

    /// <summary>The process has opened it, or never will: reading ends with the last that has it open.</summary>
    public void Dispose() => _far.Dispose();

    /// <summary>What came last, once all who could write are gone; after a second in any case.</summary>
    public string Text()
    {
        _ = _finished.Task.Wait(TimeSpan.FromSeconds(1));
        lock (_text)
        {
            return _text.ToString().Trim();
        }
    }

    private void Read(Stream pipe)
    {
        using (StreamReader reader = new(pipe))
        {
            char[] buffer = new char[Kept];
            for (int count = reader.Read(buffer); count > 0; count = reader.Read(buffer))
            {
                lock (_text)
                {
                    _ = _text.Append(buffer, 0, count);
                    _ = _text.Remove(0, Math.Max(0, _text.Length - Kept));
                }
            }
        }

        _ = _finished.TrySetResult();
    }
}
