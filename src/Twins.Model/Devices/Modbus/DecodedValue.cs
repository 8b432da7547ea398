using Twins.Model.Points;
using Twins.Model.Readings;

namespace Twins.Model.Devices.Modbus;

/// <summary>What registers say about a point.</summary>
/// <param name="Value">The value in the canonical unit; <see cref="PointValue.None"/> when there is none.</param>
/// <param name="Quality">How far to trust it.</param>
/// <param name="Reason">Why it is not simply good.</param>
public readonly record struct DecodedValue(PointValue Value, Quality Quality, QualityReason Reason)
{
    /// <summary>The device says that it has no value.</summary>
    public static DecodedValue NotAvailable => new(PointValue.None, Quality.Bad, QualityReason.NotAvailable);

    /// <summary>The registers make no sense by the description.</summary>
    public static DecodedValue Undecodable => new(PointValue.None, Quality.Bad, QualityReason.Undecodable);

    /// <summary>Something that is needed to understand the registers was not read yet.</summary>
    public static DecodedValue NeverRead => new(PointValue.None, Quality.Bad, QualityReason.NeverRead);

    /// <summary>A good value.</summary>
    /// <param name="value">The value.</param>
    public static DecodedValue Good(PointValue value) => new(value, Quality.Good, QualityReason.None);
}
