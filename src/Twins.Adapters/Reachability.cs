using Twins.Devices;

namespace Twins.Adapters;

/// <summary>How an attempt to ask a device ended.</summary>
internal enum PollEnd
{
    /// <summary>It answered, if only with an exception.</summary>
    Answered,

    /// <summary>It was asked and did not answer, or is given time because it did not.</summary>
    Silent,

    /// <summary>There is no connection to it.</summary>
    NoConnection,
}

/// <summary>Whether a polled device answers. One lost answer is not an offline device; two in a row, or no connection, is. Pure.</summary>
internal readonly record struct Reachability(Connectivity State, int Silences)
{
    private const int SilencesUntilOffline = 2;

    /// <summary>What an attempt makes of it.</summary>
    public Reachability After(PollEnd end)
    {
        int silences = end == PollEnd.Answered ? 0 : Math.Min(Silences + 1, SilencesUntilOffline);
        return new Reachability(
            end switch
            {
                PollEnd.Answered => Connectivity.Online,
                PollEnd.NoConnection => Connectivity.Offline,
                _ => silences >= SilencesUntilOffline ? Connectivity.Offline : State,
            },
            silences);
    }
}
