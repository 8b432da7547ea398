namespace Twins.Points;

/// <summary>The shape of a point's value (DESIGN section 4).</summary>
public enum PointValueType
{
    /// <summary>No value: not available. Never a number in disguise.</summary>
    None,

    /// <summary>A finite number in the point's canonical unit.</summary>
    Number,

    /// <summary>One of the point's named members, carried by its numeric code.</summary>
    Enum,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A text.</summary>
    Text,

    /// <summary>An instant in UTC.</summary>
    Time,

    /// <summary>A WGS 84 position.</summary>
    Position,

    /// <summary>Ordered entries of start, duration and value.</summary>
    Schedule,

    /// <summary>Typed rows, replaced as a whole.</summary>
    Records,
}
