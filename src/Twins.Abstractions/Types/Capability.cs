namespace Twins.Types;

/// <summary>Something that devices of a type can do, with the points that it asks for.</summary>
/// <param name="Key">Name in type files, such as <c>activePowerControl</c>.</param>
/// <param name="About">What it means.</param>
/// <param name="Needs">Points that the type must have; of each inner list one is enough. Points of a group count by their name.</param>
public sealed record Capability(string Key, string About, IReadOnlyList<IReadOnlyList<string>> Needs)
{
    /// <summary>All capabilities there are.</summary>
    public static IReadOnlyList<Capability> All { get; } =
    [
        new("storage", "Stores energy", [["stateOfCharge"]]),
        new("generation", "Generates power", [["activePower"]]),
        new("consumption", "Consumes power", [["activePower"]]),
        new("metering", "Measures", [["current"]]),
        new("conversion", "Joins two buses", [["activePower"]]),
        new("distribution", "Feeds several consumers", [["activePower"]]),
        new("activePowerControl", "Follows a power", [["powerSetpoint"], ["activePower"]]),
        new("activePowerLimit", "Keeps its generation below a limit", [["powerLimitSetpoint"]]),
        new("powerCap", "Keeps its consumption below a cap", [["powerCapSetpoint"]]),
        new("speedControl", "Follows a speed", [["speedSetpoint"]]),
        new("switching", "Can be switched on and off", [["switchCommand", "runCommand", "connectionCommand"]]),
        new("droop", "Shares a DC bus by droop", [["droopResistanceSetpoint", "droopSetpoints"], ["dcReferenceVoltageSetpoint", "droopSetpoints"]]),
        new("evCharging", "Charges vehicles", [["sessionState", "chargingStatus"]]),
        new("vehicleToGrid", "Takes power back from vehicles", [["powerSetpoint"], ["stateOfCharge"]]),
        new("shorePower", "Feeds ships at berth", [["connectionType"]]),
        new("scheduling", "Holds schedules", [["powerSchedule", "shipCalls"]]),
        new("management", "Manages other devices", []),
    ];
}
