namespace NetnsTools.Linux.Capture;

/// <summary>What became of the packets that matched.</summary>
/// <param name="Captured">Packets handed over.</param>
/// <param name="Dropped">Packets that the kernel dropped because the ring was full (<c>tp_drops</c>).</param>
public readonly record struct CaptureStatistics(long Captured, long Dropped);
