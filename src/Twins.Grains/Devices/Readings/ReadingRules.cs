using Twins.Devices;
using Twins.Points;
using Twins.Readings;

namespace Twins.Grains.Devices.Readings;

/// <summary>What a received reading is worth, and whether it is news. Pure.</summary>
internal static class ReadingRules
{
    /// <summary>Skew between a source's clock and ours beyond which its time is not trusted (DESIGN section 4).</summary>
    public static readonly TimeSpan TrustedSkew = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Judges a reading against its point. An untrusted source time gives way to the time of receipt, and a time in the future to now.
    /// A value of another shape than the point's is no value at all.
    /// </summary>
    public static Reading Judge(in Reading received, PointDefinition point, Timestamp receivedAt, Timestamp now)
    {
        // The gateway's own clock may have been set back since.
        receivedAt = receivedAt - now > TrustedSkew ? now : receivedAt;
        if (!Freshness.IsFresh(received.Quality))
        {
            return received;
        }

        if (!received.Value.HasValue)
        {
            return received with { Quality = Quality.Bad, Reason = QualityReason.NotAvailable };
        }

        if (received.Value.Type != point.ValueType)
        {
            return received with { Value = PointValue.None, Quality = Quality.Bad, Reason = QualityReason.Undecodable };
        }

        // What a broker kept is old by right: its own time tells its age.
        bool isKept = received.Reason == QualityReason.Retained && received.Time <= receivedAt;
        TimeSpan ahead = received.Time - receivedAt;
        if (ahead > TrustedSkew || (received.TimeSource == TimeSource.Device && !isKept && -ahead > TrustedSkew))
        {
            return received with
            {
                Quality = Quality.Uncertain, Reason = QualityReason.Clock, Time = receivedAt, TimeSource = TimeSource.Gateway,
            };
        }

        return IsInRange(received.Value, point)
            ? received
            : received with { Quality = Quality.Uncertain, Reason = QualityReason.OutOfRange };
    }

    /// <summary>
    /// Applies the deadband: a number that moved less than that keeps the value it had, so that what is held and what was published agree.
    /// </summary>
    public static Reading Hold(in Reading previous, in Reading current, PointDefinition point)
    {
        bool held = point.Deadband > 0
            && current.Value.Type == PointValueType.Number
            && previous.Value.Type == PointValueType.Number
            && Math.Abs(current.Value.Number - previous.Value.Number) < point.Deadband;
        return held ? current with { Value = previous.Value } : current;
    }

    /// <summary>Whether a reading says something else than the one before, apart from its time.</summary>
    public static bool IsNews(in Reading previous, in Reading current) =>
        previous.Quality != current.Quality || previous.Reason != current.Reason || previous.Value != current.Value;

    /// <summary>
    /// Whether an unchanged reading is published all the same, so that it does not look overdue elsewhere:
    /// once half its period has passed since it was last published.
    /// </summary>
    public static bool IsRefreshDue(TimeSpan sincePublished, PointDefinition point) => point.Period is { } period && sincePublished >= period / 2;

    private static bool IsInRange(PointValue value, PointDefinition point) => value.Type switch
    {
        PointValueType.Number => point.Range is not { } range || range.Contains(value.Number),
        PointValueType.Enum => IsMember(value.EnumCode, point),
        _ => true,
    };

    private static bool IsMember(int code, PointDefinition point)
    {
        foreach (EnumMember member in point.Members)
        {
            if (member.Code == code)
            {
                return true;
            }
        }

        return false;
    }
}
