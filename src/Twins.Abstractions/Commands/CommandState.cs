namespace Twins.Commands;

/// <summary>The stages of a command's life. <see cref="Verified"/> is the good outcome.</summary>
public enum CommandState
{
    /// <summary>The request entered the platform.</summary>
    Requested,

    /// <summary>The actor may do this, and the envelope allows it.</summary>
    Authorised,

    /// <summary>Described as dangerous: selected and waiting for its confirmation.</summary>
    Armed,

    /// <summary>The armed command was confirmed.</summary>
    Confirmed,

    /// <summary>The write left for the device.</summary>
    Sent,

    /// <summary>The device accepted the write.</summary>
    Acknowledged,

    /// <summary>Read back from the device and found to be as asked.</summary>
    Verified,

    /// <summary>Refused before anything was sent; the reason names limit, value and source.</summary>
    Rejected,

    /// <summary>The device refused it, or the read-back differs.</summary>
    Failed,

    /// <summary>No certainty within the time allowed; the read-back did not decide.</summary>
    TimedOut,

    /// <summary>A later command for the same setpoint took its place.</summary>
    Superseded,

    /// <summary>Its time ran out before it was sent.</summary>
    Expired,

    /// <summary>Its validity ended and the setpoint went back to the described safe value.</summary>
    Reverted,

    /// <summary>
    /// It may have reached the device, and what the device follows is not known yet. Not an end: it becomes <see cref="Verified"/>,
    /// <see cref="Failed"/>, or at the end of its validity <see cref="Reverted"/>.
    /// </summary>
    Unconfirmed,
}

/// <summary>What the states of a command mean.</summary>
public static class CommandStates
{
    /// <summary>
    /// Whether the command's outcome is decided. Only <see cref="CommandState.Reverted"/> or <see cref="CommandState.Superseded"/> may
    /// follow, once a verified setpoint ends.
    /// </summary>
    /// <param name="state">The state.</param>
    public static bool IsDecided(this CommandState state) => state is CommandState.Verified || state.IsEnd();

    /// <summary>Whether nothing follows, and the setpoint asked for does not stand.</summary>
    /// <param name="state">The state.</param>
    public static bool IsEnd(this CommandState state) => state is CommandState.Rejected or CommandState.Failed or CommandState.TimedOut
        or CommandState.Superseded or CommandState.Expired or CommandState.Reverted;
}
