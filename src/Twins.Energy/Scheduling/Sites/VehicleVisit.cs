namespace Twins.Energy.Scheduling.Sites;

/// <summary>An electric vehicle at a charging point. Giving back is power into the bus and positive.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record VehicleVisit(string Key, string Bus)
{
    /// <summary>When it is plugged in; before the horizon if it is there already.</summary>
    public required DateTimeOffset Arrival { get; init; }

    /// <summary>When it leaves; after <see cref="Arrival"/>.</summary>
    public required DateTimeOffset Departure { get; init; }

    /// <summary>Energy in the vehicle on arrival, or at the beginning of the horizon if it is there already, in Wh.</summary>
    public double ArrivalEnergyWh { get; init; }

    /// <summary>Energy that shall be in the vehicle when it leaves, in Wh. A wish.</summary>
    public required double TargetEnergyWh { get; init; }

    /// <summary>Energy from empty to full in Wh; at least target and arrival energy. Null: it may be charged to the target only.</summary>
    public double? CapacityWh { get; init; }

    /// <summary>Energy below which giving back stops, in Wh; default 0.</summary>
    public double MinEnergyWh { get; init; }

    /// <summary>Most charge power at the bus, magnitude in W. Hard.</summary>
    public required double MaxChargePowerW { get; init; }

    /// <summary>Least charge power while it charges, magnitude in W (IEC 61851-1: 6 A); 0, the default, for none. Hard, decided on/off.</summary>
    public double MinChargePowerW { get; init; }

    /// <summary>Most power that it gives back, in W; 0, the default, for none. Hard.</summary>
    public double MaxDischargePowerW { get; init; }

    /// <summary>Share of the power drawn that is stored, above 0, at most 1; default 0.93.</summary>
    public double ChargeEfficiency { get; init; } = 0.93;

    /// <summary>Share of the energy taken out that reaches the bus, above 0, at most 1; default 0.93.</summary>
    public double DischargeEfficiency { get; init; } = 0.93;

    /// <summary>What the owner is paid for wear per kWh given back, in EUR/kWh; default 0.</summary>
    public double WearCostEurPerKwh { get; init; }
}
