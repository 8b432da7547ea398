namespace Twins.Points;

/// <summary>What a point is to its device (DESIGN section 4).</summary>
public enum PointKind
{
    /// <summary>A measured quantity that the device reports.</summary>
    Measurement,

    /// <summary>A condition of the device: mode, alarm flag, switch position.</summary>
    State,

    /// <summary>A value the device is asked to follow.</summary>
    Setpoint,

    /// <summary>A setting that rarely changes.</summary>
    Parameter,

    /// <summary>A total that only grows, until the device resets it.</summary>
    Counter,

    /// <summary>Something that happened at an instant.</summary>
    Event,
}
