namespace Twins.Readings;

/// <summary>How far a value can be trusted (DESIGN section 4).</summary>
public enum Quality
{
    /// <summary>Nothing was ever read.</summary>
    Bad,

    /// <summary>The value is current and trusted.</summary>
    Good,

    /// <summary>The value is current but something about it is doubtful; the reason says what.</summary>
    Uncertain,

    /// <summary>The last value is older than its expected period allows; it is no longer live.</summary>
    Stale,
}

/// <summary>Why a value is not simply good.</summary>
public enum QualityReason
{
    /// <summary>No reason: the value is good.</summary>
    None,

    /// <summary>Nothing was read since the twin started.</summary>
    NeverRead,

    /// <summary>The device answered "not available" or "not implemented".</summary>
    NotAvailable,

    /// <summary>The value lies outside the described range.</summary>
    OutOfRange,

    /// <summary>The source's clock and ours differ by more than 2 s.</summary>
    Clock,

    /// <summary>No new value within the expected period.</summary>
    Overdue,

    /// <summary>The device or its connection does not answer.</summary>
    Disconnected,

    /// <summary>The device answered with an error.</summary>
    DeviceError,

    /// <summary>The answer could not be decoded by the description.</summary>
    Undecodable,

    /// <summary>The value is from before a restart.</summary>
    Restored,

    /// <summary>A person or a rule put this value in the place of the measured one.</summary>
    Substituted,

    /// <summary>The value comes from a simulated device.</summary>
    Simulated,

    /// <summary>A broker kept the value for whoever subscribes later: it was said before, and only its own time tells when.</summary>
    Retained,
}

/// <summary>Whose clock a reading's time is from.</summary>
public enum TimeSource
{
    /// <summary>The gateway's clock, at the moment of receipt.</summary>
    Gateway,

    /// <summary>The device's own clock.</summary>
    Device,
}
