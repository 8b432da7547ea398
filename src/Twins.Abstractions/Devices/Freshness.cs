using Twins.Points;
using Twins.Readings;

namespace Twins.Devices;

/// <summary>
/// When a value is no longer live. The stored quality is what was received; what time and connectivity make of it is computed
/// when it is read, by this one rule in twins, live views and balances alike.
/// </summary>
public static class Freshness
{
    /// <summary>What transport and a trusted source's clock may add to the age of a value: the skew of DESIGN section 4.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>The age beyond which a value is stale: one missed period, and the grace. Null for what is only reported on change.</summary>
    public static TimeSpan? AllowedAge(PointDefinition point) => point.Period is { } period ? period * 2 + Grace : null;

    /// <summary>Whether a value of this quality may be acted on.</summary>
    public static bool IsFresh(Quality quality) => quality is Quality.Good or Quality.Uncertain;

    /// <summary>The reading as of an instant: stale when it is overdue, or when the device went offline after it.</summary>
    public static Reading AsOf(in Reading reading, PointDefinition point, ConnectivityReport connectivity, Timestamp now)
    {
        var isLost = connectivity.State == Connectivity.Offline && reading.Time <= connectivity.Since;
        return AsOf(reading, point, isLost, now - reading.Time);
    }

    /// <summary>The reading at an age: stale when it is overdue, or when contact was lost after it.</summary>
    /// <param name="reading">The reading as received.</param>
    /// <param name="point">Its point.</param>
    /// <param name="isLost">Whether contact with the device was lost since.</param>
    /// <param name="age">How old it is, best by a clock that nobody sets.</param>
    public static Reading AsOf(in Reading reading, PointDefinition point, bool isLost, TimeSpan age)
    {
        if (!IsFresh(reading.Quality))
        {
            return reading;
        }

        if (isLost)
        {
            return reading with { Quality = Quality.Stale, Reason = QualityReason.Disconnected };
        }

        return AllowedAge(point) is { } allowed && age > allowed
            ? reading with { Quality = Quality.Stale, Reason = QualityReason.Overdue }
            : reading;
    }
}
