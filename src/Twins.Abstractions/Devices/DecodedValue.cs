using Twins.Points;
using Twins.Readings;

namespace Twins.Devices;

/// <summary>What a device says about a point.</summary>
/// <param name="Value">The value in the canonical unit; <see cref="PointValue.None"/> when there is none.</param>
/// <param name="Quality">How far to trust it.</param>
/// <param name="Reason">Why it is not simply good.</param>
public readonly record struct DecodedValue(PointValue Value, Quality Quality, QualityReason Reason)
{
    /// <summary>The device says that it has no value.</summary>
    public static DecodedValue NotAvailable => new(PointValue.None, Quality.Bad, QualityReason.NotAvailable);

    /// <summary>What the device said makes no sense by the description.</summary>
    public static DecodedValue Undecodable => new(PointValue.None, Quality.Bad, QualityReason.Undecodable);

    /// <summary>Something that is needed to understand what the device said was not read yet.</summary>
    public static DecodedValue NeverRead => new(PointValue.None, Quality.Bad, QualityReason.NeverRead);

    /// <summary>A good value.</summary>
    /// <param name="value">The value.</param>
    public static DecodedValue Good(PointValue value) => new(value, Quality.Good, QualityReason.None);

    /// <summary>A number: doubtful when it is outside the described range, not available when it is not finite.</summary>
    /// <param name="canonical">The number in the canonical unit.</param>
    /// <param name="range">The described range; null when there is none.</param>
    public static DecodedValue FromNumber(double canonical, NumberRange? range)
    {
        if (!double.IsFinite(canonical))
        {
            return NotAvailable;
        }

        var value = PointValue.FromNumber(canonical);
        return range is { } plausible && !plausible.Contains(canonical)
            ? new DecodedValue(value, Quality.Uncertain, QualityReason.OutOfRange)
            : Good(value);
    }
}
