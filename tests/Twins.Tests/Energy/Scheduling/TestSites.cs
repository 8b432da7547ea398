using Twins.Energy.Scheduling.Sites;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Small sites whose best plan is known by hand: one AC bus, steps of one hour.</summary>
internal static class TestSites
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static SchedulingSite OneBus { get; } = new() { Buses = [new Bus("ac")] };

    public static TimeGrid Hours(int count) => TimeGrid.Uniform(Start, TimeSpan.FromHours(1), count);

    public static DateTimeOffset At(double hours) => Start.AddHours(hours);

    public static GridConnection Grid(params double[] pricesEurPerKwh) => new("grid", "ac")
    {
        ImportPriceEurPerKwh = Profile.Of(pricesEurPerKwh),
        ImportCapacityW = 100_000,
    };

    /// <summary>10 kWh, 10 kW, lossless, worth nothing when full at the end.</summary>
    public static Battery LosslessBattery(double initialEnergyWh = 0) => new("battery", "ac")
    {
        CapacityWh = 10_000,
        InitialEnergyWh = initialEnergyWh,
        MaxChargePowerW = 10_000,
        MaxDischargePowerW = 10_000,
        ChargeEfficiency = 1,
        DischargeEfficiency = 1,
        TerminalValueEurPerKwh = 0,
    };

    public static Load Load(params double[] powersW) => new("load", "ac") { DrawnPowerW = Profile.Of(powersW) };
}
