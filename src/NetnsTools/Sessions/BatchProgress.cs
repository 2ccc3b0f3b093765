using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace NetnsTools.Sessions;

/// <summary>Progress for work of many parts, once it takes over a second. How many come down the pipeline is not known before.</summary>
internal sealed class BatchProgress(Cmdlet cmdlet, string activity)
{
    private const int QuietMilliseconds = 1000;
    private const int StepMilliseconds = 250;

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private long _next = QuietMilliseconds;
    private int _expected;
    private int _done;
    private bool _shown;

    /// <summary>So many more are known of.</summary>
    public void Expect(int count) => _expected += count;

    /// <summary>So many more are done.</summary>
    public void Advance(int count = 1)
    {
        _done += count;
        if (_elapsed.ElapsedMilliseconds < _next)
        {
            return;
        }

        _shown = true;
        _next = _elapsed.ElapsedMilliseconds + StepMilliseconds;
        bool isMoreExpected = _expected > _done;
        string status = isMoreExpected
            ? string.Create(CultureInfo.InvariantCulture, $"{_done} of {_expected}")
            : string.Create(CultureInfo.InvariantCulture, $"{_done} done");
        cmdlet.WriteProgress(new ProgressRecord(0, activity, status) { PercentComplete = isMoreExpected ? (int)(100L * _done / _expected) : -1 });
    }

    public void Complete()
    {
        if (_shown)
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
