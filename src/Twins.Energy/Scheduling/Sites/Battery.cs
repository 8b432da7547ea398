namespace Twins.Energy.Scheduling.Sites;

/// <summary>A battery system. Discharging is power into the bus and positive.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record Battery(string Key, string Bus)
{
    /// <summary>Energy from empty to full in Wh; above 0.</summary>
    public required double CapacityWh { get; init; }

    /// <summary>Energy at the beginning of the horizon in Wh, 0 … capacity; it may lie outside the window.</summary>
    public required double InitialEnergyWh { get; init; }

    /// <summary>Most charge power at the bus, magnitude in W. Hard.</summary>
    public required double MaxChargePowerW { get; init; }

    /// <summary>Most discharge power at the bus, magnitude in W. Hard.</summary>
    public required double MaxDischargePowerW { get; init; }

    /// <summary>Share of the power drawn that is stored, above 0, at most 1; default 0.96.</summary>
    public double ChargeEfficiency { get; init; } = 0.96;

    /// <summary>Share of the energy taken out that reaches the bus, above 0, at most 1; default 0.96.</summary>
    public double DischargeEfficiency { get; init; } = 0.96;

    /// <summary>Share of the stored energy that is lost per hour, 0 … 1; default 0.</summary>
    public double SelfDischargePerHour { get; init; }

    /// <summary>Cost of wear per kWh at the bus, in each direction, in EUR/kWh; default 0.</summary>
    public double WearCostEurPerKwh { get; init; }

    /// <summary>Additional wear that grows with the square of the power, in EUR/h per kW²; default 0.</summary>
    public double QuadraticWearEurPerKw2h { get; init; }

    /// <summary>Lower end of the window, as a share of capacity; default 0. Kept unless the battery starts below it.</summary>
    public double MinStateOfCharge { get; init; }

    /// <summary>Upper end of the window, as a share of capacity; default 1.</summary>
    public double MaxStateOfCharge { get; init; } = 1;

    /// <summary>
    /// Value of energy left at the end of the horizon in EUR/kWh; null: the mean import price times the discharge efficiency,
    /// or in a rolling plan what the last plan found it worth.
    /// </summary>
    public double? TerminalValueEurPerKwh { get; init; }
}
