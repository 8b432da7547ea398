using System.Globalization;
using Twins.Devices;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Whether a device is there, after what it says and after its silence. A message of its own shows that it is; so does its birth message.
/// Its will, a lost connection to the broker, and a silence of twice its shortest period say that it is not. Pure.
/// </summary>
/// <param name="State">What was last reported to the twin.</param>
/// <param name="Heard">When it was last heard, or began to be listened for.</param>
internal readonly record struct DevicePresence(Connectivity State, Timestamp Heard)
{
    /// <summary>The connection to the broker is there: it is listened for from now on.</summary>
    /// <param name="period">Its shortest period; null when it reports only on change.</param>
    /// <param name="now">When.</param>
    public (DevicePresence Next, ConnectivityReport? Report) AfterConnected(TimeSpan? period, Timestamp now)
    {
        // Who reports only on change and has no reason to yet cannot be told from who is gone.
        bool mayBeSilent = period is null && State == Connectivity.Offline;
        return mayBeSilent
            ? Become(Connectivity.Unknown, null, now, now)
            : (this with { Heard = now }, null);
    }

    /// <summary>It sent a message, or its birth.</summary>
    public (DevicePresence Next, ConnectivityReport? Report) AfterHeard(Timestamp at) => Become(Connectivity.Online, null, at, at);

    /// <summary>It is gone, by its will or with the connection.</summary>
    public (DevicePresence Next, ConnectivityReport? Report) AfterLost(string reason, Timestamp at) =>
        Become(Connectivity.Offline, reason, at, Heard);

    /// <summary>Time passed; only while the connection to the broker is there.</summary>
    public (DevicePresence Next, ConnectivityReport? Report) AfterSilence(TimeSpan? period, Timestamp now)
    {
        if (period is not { } expected || State == Connectivity.Offline || now - Heard <= AllowedSilence(expected))
        {
            return (this, null);
        }

        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"nothing was heard for {(now - Heard).TotalSeconds:0} s; it should report every {expected.TotalSeconds:0.###} s");
        return Become(Connectivity.Offline, reason, now, Heard);
    }

    /// <summary>The longest silence of a device that is there: as long as its values are allowed to age.</summary>
    public static TimeSpan AllowedSilence(TimeSpan period) => period * 2 + Freshness.Grace;

    private (DevicePresence Next, ConnectivityReport? Report) Become(Connectivity state, string? reason, Timestamp since, Timestamp heard) =>
        (new DevicePresence(state, heard), state == State ? null : new ConnectivityReport(state, reason, since));
}
