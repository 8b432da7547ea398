using System.Collections.Immutable;

namespace Twins.Energy.Scheduling;

/// <summary>
/// What a site consists of, expects and wants over one horizon. Keys are unique over all kinds. Powers are magnitudes with the
/// direction in their name; results carry the sign (positive into the bus).
/// </summary>
public sealed record SchedulingSite
{
    /// <summary>Buses, at least one.</summary>
    public required ImmutableArray<SiteBus> Buses { get; init; }

    /// <summary>Connections to the public grid.</summary>
    public ImmutableArray<SiteGridConnection> GridConnections { get; init; } = [];

    /// <summary>Batteries.</summary>
    public ImmutableArray<SiteBattery> Batteries { get; init; } = [];

    /// <summary>Hydrogen stores.</summary>
    public ImmutableArray<HydrogenStore> HydrogenStores { get; init; } = [];

    /// <summary>Photovoltaic plants.</summary>
    public ImmutableArray<SitePhotovoltaic> Photovoltaics { get; init; } = [];

    /// <summary>Critical and sheddable loads.</summary>
    public ImmutableArray<SiteLoad> Loads { get; init; } = [];

    /// <summary>Deferrable loads.</summary>
    public ImmutableArray<DeferrableLoad> DeferrableLoads { get; init; } = [];

    /// <summary>Vehicles, present and expected.</summary>
    public ImmutableArray<VehicleVisit> Vehicles { get; init; } = [];

    /// <summary>Ship calls.</summary>
    public ImmutableArray<ShipCall> ShipCalls { get; init; } = [];

    /// <summary>Converters between buses.</summary>
    public ImmutableArray<InterlinkConverter> Converters { get; init; } = [];

    /// <summary>Data centres.</summary>
    public ImmutableArray<DataCentre> DataCentres { get; init; } = [];
}

/// <summary>Kind of current at a bus.</summary>
public enum BusCurrent
{
    /// <summary>Alternating current.</summary>
    Alternating,

    /// <summary>Direct current.</summary>
    Direct,
}

/// <summary>A node at which the powers of all devices sum to zero. Lines within a bus are taken as lossless.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Current">Kind of current.</param>
public sealed record SiteBus(string Key, BusCurrent Current = BusCurrent.Alternating);

/// <summary>A connection to the public grid. Import is power into the bus and positive.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record SiteGridConnection(string Key, string Bus)
{
    /// <summary>Price of imported energy in EUR/kWh; may be negative.</summary>
    public Profile ImportPriceEurPerKwh { get; init; }

    /// <summary>What exported energy earns in EUR/kWh; may be negative.</summary>
    public Profile ExportPriceEurPerKwh { get; init; }

    /// <summary>Maximum power that can be imported, magnitude in W; 0 while the site is islanded. Hard.</summary>
    public required Profile ImportCapacityW { get; init; }

    /// <summary>Maximum power that can be exported, magnitude in W. Hard.</summary>
    public Profile ExportCapacityW { get; init; }

    /// <summary>Import in W that the contract wishes not to be exceeded (soft); null for none.</summary>
    public double? ImportLimitW { get; init; }

    /// <summary>Charge for the highest mean import of the billing period, in EUR/kW.</summary>
    public double DemandChargeEurPerKw { get; init; }

    /// <summary>The highest mean import of the billing period so far, in W: only what goes beyond it costs again.</summary>
    public double BillingPeakW { get; init; }

    /// <summary>Span over which the meter takes the mean for the demand charge; 15 min by default. Longer steps count by themselves.</summary>
    public TimeSpan DemandWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Energy imported since the present metering window began, in Wh, when the horizon begins within one; null, the default: not known,
    /// the window then counts from the horizon's beginning.
    /// </summary>
    public double? WindowImportWh { get; init; }

    /// <summary>Emissions of imported energy in kg CO₂ per kWh.</summary>
    public Profile EmissionsKgPerKwh { get; init; }
}

/// <summary>A converter between two buses, AC and DC or DC and DC. What leaves it is what enters it times the efficiency.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="FirstBus">Key of one bus.</param>
/// <param name="SecondBus">Key of the other bus.</param>
public sealed record InterlinkConverter(string Key, string FirstBus, string SecondBus)
{
    /// <summary>Maximum power drawn from the first bus, magnitude in W. Hard.</summary>
    public required double MaxFromFirstW { get; init; }

    /// <summary>Maximum power drawn from the second bus, magnitude in W. Hard.</summary>
    public required double MaxFromSecondW { get; init; }

    /// <summary>Share of the power from the first bus that reaches the second, above 0, at most 1; default 0.97.</summary>
    public double EfficiencyFromFirst { get; init; } = 0.97;

    /// <summary>Share of the power from the second bus that reaches the first, above 0, at most 1; default 0.97.</summary>
    public double EfficiencyFromSecond { get; init; } = 0.97;
}

/// <summary>One number per time step, or one number for all steps. The unit is that of the property it is given to.</summary>
/// <param name="Values">One value for all steps, or as many as the horizon has steps; an empty profile is 0 throughout.</param>
public readonly record struct Profile(ImmutableArray<double> Values)
{
    /// <summary>How many values there are; 0 for an empty profile.</summary>
    public int Count => Values.IsDefault ? 0 : Values.Length;

    /// <summary>The value of a step.</summary>
    /// <param name="step">Index of the step, from 0.</param>
    public double this[int step] => Count switch
    {
        0 => 0,
        1 => Values[0],
        _ => Values[step],
    };

    /// <summary>The same number in every step.</summary>
    public static implicit operator Profile(double value) => Constant(value);

    /// <summary>The same number in every step.</summary>
    public static Profile Constant(double value) => new([value]);

    /// <summary>One number per step.</summary>
    public static Profile Of(params ReadOnlySpan<double> values) => new([.. values]);

    /// <summary>The profile without its first steps; a constant stays as it is.</summary>
    /// <param name="steps">Number of steps to leave out, at least 0.</param>
    public Profile Skip(int steps) => Count <= 1 ? this : new(Values[steps..]);
}
