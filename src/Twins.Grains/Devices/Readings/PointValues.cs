using Twins.Points;

namespace Twins.Grains.Devices.Readings;

/// <summary>Point values from their parts.</summary>
internal static class PointValues
{
    /// <summary>The value of a type, its machine word, and its compound where it has one.</summary>
    public static PointValue Restore(PointValueType type, long bits, CompoundValue? compound) => type switch
    {
        PointValueType.None => PointValue.None,
        PointValueType.Number => PointValue.FromNumber(BitConverter.Int64BitsToDouble(bits)),
        PointValueType.Enum => PointValue.FromEnum((int)bits),
        PointValueType.Flag => PointValue.FromFlag(bits != 0),
        PointValueType.Time => PointValue.FromTime(new Timestamp(bits)),
        _ => PointValue.FromCompound(compound ?? throw new ArgumentNullException(nameof(compound), $"A value of type {type} has a compound part.")),
    };
}
