namespace Twins.Points;

/// <summary>
/// The value of a point at an instant: a small struct, so that a batch of readings is one array.
/// Numbers are finite and in the point's canonical unit; "not available" is <see cref="None"/>, never NaN.
/// </summary>
[GenerateSerializer, Alias("twins.value"), Immutable]
public readonly record struct PointValue
{
    private PointValue(PointValueType type, long bits, CompoundValue? compound = null)
    {
        Type = type;
        Bits = bits;
        Compound = compound;
    }

    /// <summary>The shape of the value.</summary>
    [Id(0)]
    public PointValueType Type { get; private init; }

    /// <summary>The machine word of a number, enum code, flag or time; 0 otherwise.</summary>
    [Id(1)]
    public long Bits { get; private init; }

    /// <summary>The text, position, schedule or records; null otherwise.</summary>
    [Id(2)]
    public CompoundValue? Compound { get; private init; }

    /// <summary>No value: the device said "not available", or nothing was ever read.</summary>
    public static PointValue None => default;

    /// <summary>A number in the canonical unit of its point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is NaN or infinite: that is "not available", not a value.</exception>
    public static PointValue FromNumber(double value) => double.IsFinite(value)
        ? new(PointValueType.Number, BitConverter.DoubleToInt64Bits(value))
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A point's number must be finite; use PointValue.None for 'not available'.");

    /// <summary>The code of an enum member.</summary>
    public static PointValue FromEnum(int code) => new(PointValueType.Enum, code);

    /// <summary>True or false.</summary>
    public static PointValue FromFlag(bool value) => new(PointValueType.Flag, value ? 1 : 0);

    /// <summary>A text.</summary>
    public static PointValue FromText(string text) => new(PointValueType.Text, 0, new TextValue(text));

    /// <summary>An instant.</summary>
    public static PointValue FromTime(Timestamp time) => new(PointValueType.Time, time.Microseconds);

    /// <summary>A position, schedule or records value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The compound is of no known shape.</exception>
    public static PointValue FromCompound(CompoundValue value) => new(
        value switch
        {
            TextValue => PointValueType.Text,
            PositionValue => PointValueType.Position,
            ScheduleValue => PointValueType.Schedule,
            RecordsValue => PointValueType.Records,
            _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, "Not a compound value of the model."),
        },
        0,
        value);

    /// <summary>Whether there is a value.</summary>
    public bool HasValue => Type != PointValueType.None;

    /// <summary>The number; <see cref="double.NaN"/> when this is not a number.</summary>
    public double Number => Type == PointValueType.Number ? BitConverter.Int64BitsToDouble(Bits) : double.NaN;

    /// <summary>The enum code; 0 when this is not an enum.</summary>
    public int EnumCode => Type == PointValueType.Enum ? (int)Bits : 0;

    /// <summary>The flag; false when this is not a flag.</summary>
    public bool Flag => Type == PointValueType.Flag && Bits != 0;

    /// <summary>The text; null when this is not a text.</summary>
    public string? Text => (Compound as TextValue)?.Text;

    /// <summary>The instant; the epoch when this is not a time.</summary>
    public Timestamp Time => Type == PointValueType.Time ? new Timestamp(Bits) : default;
}
