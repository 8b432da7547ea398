using Twins.Devices;

namespace Twins.Adapters.Modbus;

/// <summary>How a poll of a device ended.</summary>
internal enum PollEnd
{
    /// <summary>It answered, if only with an exception.</summary>
    Answered,

    /// <summary>It was asked and did not answer, or is given time because it did not.</summary>
    Silent,

    /// <summary>There is no connection to it.</summary>
    NoConnection,
}

/// <summary>
/// Whether a device answers, after its polls. One lost answer is not an offline device; two in a row, or no connection, is. Pure.
/// </summary>
internal readonly record struct Reachability(Connectivity State, int Silences)
{
    private const int SilencesUntilOffline = 2;

    /// <summary>What a poll makes of it; the report is null when the state stays.</summary>
    public (Reachability Next, ConnectivityReport? Report) After(PollEnd end, string? reason, Timestamp now)
    {
        int silences = end == PollEnd.Answered ? 0 : Silences + 1;
        Connectivity next = end switch
        {
            PollEnd.Answered => Connectivity.Online,
            PollEnd.NoConnection => Connectivity.Offline,
            _ => silences >= SilencesUntilOffline ? Connectivity.Offline : State,
        };
        ConnectivityReport? report = next == State ? null : new ConnectivityReport(next, next == Connectivity.Online ? null : reason, now);
        return (new Reachability(next, Math.Min(silences, SilencesUntilOffline)), report);
    }
}
