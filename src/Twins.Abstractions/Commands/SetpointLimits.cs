namespace Twins.Commands;

/// <summary>What bounds every command, whatever the setpoint: one set for twin, API and console.</summary>
public static class SetpointLimits
{
    /// <summary>Longest validity of a leased setpoint: 31 days.</summary>
    public static TimeSpan MaxValidity { get; } = TimeSpan.FromDays(31);

    /// <summary>Shortest validity of a leased setpoint, 1 s: below, it would end before a device can be read back.</summary>
    public static TimeSpan MinValidity { get; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Longest time until a command is answered, 20 s: less than the 30 s that a grain call may take. The answer then says how far it got;
    /// what became of it later is known under its id.
    /// </summary>
    public static TimeSpan MaxWait { get; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a selected setpoint is kept for its holder: 30 s.</summary>
    public static TimeSpan SelectionTime { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Commands of one device that may be in progress at a time: 32.</summary>
    public const int MaxInProgress = 32;
}
