using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace NetnsTools.Sessions;

/// <summary>Progress for a ping that takes over a second.</summary>
internal sealed class PingProgress(Cmdlet cmdlet, IPAddress destination, int? count)
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private bool _shown;

    public void Report(int done)
    {
        if (count is { } total && _elapsed.ElapsedMilliseconds > 1000)
        {
            _shown = true;
            string status = string.Create(CultureInfo.InvariantCulture, $"{done} of {total}");
            cmdlet.WriteProgress(new ProgressRecord(0, $"Ping {destination}", status) { PercentComplete = (int)(100L * done / total) });
        }
    }

    public void Complete()
    {
        if (_shown)
        {
            cmdlet.WriteProgress(new ProgressRecord(0, $"Ping {destination}", "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
