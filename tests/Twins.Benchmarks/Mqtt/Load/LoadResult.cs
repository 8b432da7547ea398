namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>How a run of load ended.</summary>
internal sealed record LoadResult
{
    /// <summary>Messages that all subscribers together received, a second, from the first sent to the last received.</summary>
    public required double PerSecond { get; init; }

    public required long Lost { get; init; }

    public required long Duplicates { get; init; }

    public required long OutOfOrder { get; init; }

    public required Latencies Latencies { get; init; }

    public bool IsClean => Lost == 0 && Duplicates == 0 && OutOfOrder == 0;

    /// <summary>What went wrong, in words.</summary>
    public string Faults => IsClean
        ? "none lost, none twice, all in order"
        : FormattableString.Invariant($"{Lost} lost, {Duplicates} twice, {OutOfOrder} out of order");
}
