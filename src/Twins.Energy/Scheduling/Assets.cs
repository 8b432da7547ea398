namespace Twins.Energy.Scheduling;

/// <summary>A battery system. Discharging is power into the bus and positive.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record SiteBattery(string Key, string Bus)
{
    /// <summary>Energy from empty to full in Wh; above 0.</summary>
    public required double CapacityWh { get; init; }

    /// <summary>Energy at the beginning of the horizon in Wh, 0 … capacity; it may lie outside the window.</summary>
    public required double InitialEnergyWh { get; init; }

    /// <summary>Maximum charge power at the bus, magnitude in W. Hard.</summary>
    public required double MaxChargePowerW { get; init; }

    /// <summary>Maximum discharge power at the bus, magnitude in W. Hard.</summary>
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

/// <summary>Electrolyser, tank and fuel cell as one storage. Energies are lower heating values; fuel cell power is positive.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record HydrogenStore(string Key, string Bus)
{
    /// <summary>Energy content of the full tank in Wh; above 0.</summary>
    public required double TankCapacityWh { get; init; }

    /// <summary>Energy content at the beginning in Wh, 0 … capacity.</summary>
    public required double InitialEnergyWh { get; init; }

    /// <summary>Maximum power that the electrolyser draws, magnitude in W. Hard.</summary>
    public required double ElectrolyserPowerW { get; init; }

    /// <summary>Maximum power that the fuel cell delivers, in W. Hard.</summary>
    public required double FuelCellPowerW { get; init; }

    /// <summary>Share of the electricity drawn that ends up in the tank, above 0, at most 1; default 0.65.</summary>
    public double ElectrolyserEfficiency { get; init; } = 0.65;

    /// <summary>Share of the hydrogen's energy that reaches the bus, above 0, at most 1; default 0.5.</summary>
    public double FuelCellEfficiency { get; init; } = 0.5;

    /// <summary>Cost of wear per kWh at the bus, in each direction, in EUR/kWh; default 0.</summary>
    public double WearCostEurPerKwh { get; init; }

    /// <summary>Value of hydrogen left at the end of the horizon in EUR/kWh of energy content; default 0.</summary>
    public double TerminalValueEurPerKwh { get; init; }
}

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

    /// <summary>Energy wanted in the vehicle when it leaves, in Wh. A wish.</summary>
    public required double TargetEnergyWh { get; init; }

    /// <summary>Energy from empty to full in Wh; at least target and arrival energy. Null: it may be charged to the target only.</summary>
    public double? CapacityWh { get; init; }

    /// <summary>Energy below which giving back stops, in Wh; default 0.</summary>
    public double MinEnergyWh { get; init; }

    /// <summary>Maximum charge power at the bus, magnitude in W. Hard.</summary>
    public required double MaxChargePowerW { get; init; }

    /// <summary>Minimum charge power while it charges, magnitude in W (IEC 61851-1: 6 A); 0, the default, for none. Hard, decided on/off.</summary>
    public double MinChargePowerW { get; init; }

    /// <summary>Maximum discharge power, in W; 0, the default, for none. Hard.</summary>
    public double MaxDischargePowerW { get; init; }

    /// <summary>Share of the power drawn that is stored, above 0, at most 1; default 0.93.</summary>
    public double ChargeEfficiency { get; init; } = 0.93;

    /// <summary>Share of the energy taken out that reaches the bus, above 0, at most 1; default 0.93.</summary>
    public double DischargeEfficiency { get; init; } = 0.93;

    /// <summary>What the owner is paid for wear per kWh given back, in EUR/kWh; default 0.</summary>
    public double WearCostEurPerKwh { get; init; }
}

/// <summary>A ship that takes shore power in one block, whose beginning may be shifted within its time at the berth.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record ShipCall(string Key, string Bus)
{
    /// <summary>Earliest beginning.</summary>
    public required DateTimeOffset EarliestStart { get; init; }

    /// <summary>Latest end; at least <see cref="Duration"/> after <see cref="EarliestStart"/>.</summary>
    public required DateTimeOffset LatestEnd { get; init; }

    /// <summary>Length of the block.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Power that it draws all along, magnitude in W.</summary>
    public required double DrawnPowerW { get; init; }

    /// <summary>When it began, if it has; it then goes on to its end. Null, the default: not begun.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}

/// <summary>Energy that is wanted within a window, at any time and in any portions.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record DeferrableLoad(string Key, string Bus)
{
    /// <summary>Earliest time.</summary>
    public required DateTimeOffset Earliest { get; init; }

    /// <summary>Latest time; after <see cref="Earliest"/>.</summary>
    public required DateTimeOffset Latest { get; init; }

    /// <summary>Energy still wanted, in Wh. A wish.</summary>
    public required double EnergyWh { get; init; }

    /// <summary>Maximum power that it draws, magnitude in W. Hard.</summary>
    public required double MaxPowerW { get; init; }
}

/// <summary>A critical computing load whose heat can be used, by a heat pump that draws from the same bus.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record DataCentre(string Key, string Bus)
{
    /// <summary>Power that it draws without the heat pump, magnitude in W; not negative.</summary>
    public required Profile DrawnPowerW { get; init; }

    /// <summary>Share of the drawn power that can be recovered as heat, 0 … 1; default 0.</summary>
    public double RecoverableShare { get; init; }

    /// <summary>Heat that can be taken up, in W; not negative.</summary>
    public Profile HeatDemandW { get; init; }

    /// <summary>What recovered heat is worth in EUR/kWh.</summary>
    public Profile HeatValueEurPerKwh { get; init; }

    /// <summary>Electricity for each unit of recovered heat, W per W; default 0.25.</summary>
    public double ElectricityPerHeat { get; init; } = 0.25;
}

/// <summary>A load that follows its forecast. What cannot be served is shed by priority, critical loads last.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record SiteLoad(string Key, string Bus)
{
    /// <summary>Highest value of <see cref="Priority"/>.</summary>
    public const int MaxPriority = 9;

    /// <summary>Power that it draws, magnitude in W; not negative.</summary>
    public required Profile DrawnPowerW { get; init; }

    /// <summary>0: critical. 1 (important) … 9 (first to be shed): may be shed. Default 0.</summary>
    public int Priority { get; init; }
}

/// <summary>A photovoltaic plant that can be curtailed.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record SitePhotovoltaic(string Key, string Bus)
{
    /// <summary>Power that sun and plant offer, in W; not negative.</summary>
    public required Profile AvailablePowerW { get; init; }

    /// <summary>Whether curtailing is free; when false it is a wish that all is taken. Default true.</summary>
    public bool Curtailable { get; init; } = true;
}
