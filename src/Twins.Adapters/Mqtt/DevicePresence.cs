using System.Globalization;
using Twins.Devices;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Whether a device is there, after what it says and after its silence. A message of its own shows that it is; so does its birth message.
/// Its will, a lost connection to the broker, and a silence of twice its shortest period say that it is not. Pure; on the monotonic clock.
/// </summary>
/// <param name="State">Whether it is there.</param>
/// <param name="Heard">When it was last heard, or began to be listened for.</param>
/// <param name="Reason">Why it is not there.</param>
internal readonly record struct DevicePresence(Connectivity State, MonotonicTime Heard, string? Reason)
{
    /// <summary>The connection to the broker is there: it is listened for from now on.</summary>
    /// <param name="period">Its shortest period; null when it reports only on change.</param>
    /// <param name="now">When.</param>
    public DevicePresence AfterConnected(TimeSpan? period, MonotonicTime now) =>
        // A device that reports only on change and has no reason to yet cannot be told from one that is gone.
        period is null && State == Connectivity.Offline ? new(Connectivity.Unknown, now, null) : this with { Heard = now };

    /// <summary>It sent a message, or its birth.</summary>
    public static DevicePresence Present(MonotonicTime now) => new(Connectivity.Online, now, null);

    /// <summary>It is gone, by its will or with the connection.</summary>
    public DevicePresence AfterLost(string reason) => State == Connectivity.Offline ? this : this with { State = Connectivity.Offline, Reason = reason };

    /// <summary>Time passed; only while the connection to the broker is there.</summary>
    public DevicePresence AfterSilence(TimeSpan? period, MonotonicTime now)
    {
        if (period is not { } expected || State == Connectivity.Offline || now < SilentFrom(expected))
        {
            return this;
        }

        return AfterLost(string.Create(
            CultureInfo.InvariantCulture,
            $"nothing was heard for {(now - Heard).TotalSeconds:0} s; it should report every {expected.TotalSeconds:0.###} s"));
    }

    /// <summary>When its silence will have been too long; <see cref="MonotonicTime.Never"/> when that is known already, or cannot be judged.</summary>
    public MonotonicTime NextJudged(TimeSpan? period) =>
        period is { } expected && State != Connectivity.Offline ? SilentFrom(expected) : MonotonicTime.Never;

    // A device that is there may be silent for as long as its values may age.
    private MonotonicTime SilentFrom(TimeSpan period) => Heard + period * 2 + Freshness.Grace + TimeSpan.FromTicks(1);
}
