namespace Twins.Energy.Physics.Vehicles;

/// <summary>One visit of an electric vehicle at a charging point.</summary>
public sealed record VehicleSessionParameters
{
    /// <summary>Name used in errors. Default <c>vehicle</c>.</summary>
    public string Element { get; init; } = "vehicle";

    /// <summary>When it plugs in.</summary>
    public required DateTimeOffset Arrival { get; init; }

    /// <summary>When it leaves; after <see cref="Arrival"/>.</summary>
    public required DateTimeOffset Departure { get; init; }

    /// <summary>Energy of its battery from empty to full, in Wh. Above 0.</summary>
    public required double CapacityWh { get; init; }

    /// <summary>State of charge on arrival, fraction 0 … 1.</summary>
    public required double ArrivalStateOfCharge { get; init; }

    /// <summary>State of charge at which charging ends, fraction. Default 0.9.</summary>
    public double TargetStateOfCharge { get; init; } = 0.9;

    /// <summary>Largest charge power at the bus terminal, magnitude in W.</summary>
    public required double MaxChargePowerW { get; init; }

    /// <summary>Smallest charge power, magnitude in W: below it charging pauses (6 A per phase in IEC 61851-1). Default 0.</summary>
    public double MinChargePowerW { get; init; }

    /// <summary>Largest power back into the bus, magnitude in W. Default 0: no vehicle-to-grid.</summary>
    public double MaxDischargePowerW { get; init; }

    /// <summary>State of charge below which nothing is given back, fraction. Default 0.3.</summary>
    public double MinStateOfCharge { get; init; } = 0.3;

    /// <summary>Share of the bus power that reaches the battery, above 0 … 1. Default 0.95.</summary>
    public double ChargeEfficiency { get; init; } = 0.95;

    /// <summary>Share of the battery's power that reaches the bus, above 0 … 1. Default 0.95.</summary>
    public double DischargeEfficiency { get; init; } = 0.95;

    /// <summary>State of charge from which the vehicle lowers its charge power in a line towards a tenth at full, fraction. Default 0.8.</summary>
    public double TaperStart { get; init; } = 0.8;

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public VehicleSessionParameters Validated()
    {
        Require.After(Departure, Arrival, Element);
        Require.Positive(CapacityWh, Element);
        Require.Within(ArrivalStateOfCharge, 0, 1, Element);
        Require.Within(TargetStateOfCharge, 0, 1, Element);
        Require.NotNegative(MaxChargePowerW, Element);
        Require.Within(MinChargePowerW, 0, MaxChargePowerW, Element);
        Require.NotNegative(MaxDischargePowerW, Element);
        Require.Within(MinStateOfCharge, 0, 1, Element);
        Require.Within(ChargeEfficiency, double.Epsilon, 1, Element);
        Require.Within(DischargeEfficiency, double.Epsilon, 1, Element);
        Require.Within(TaperStart, 0, 0.99, Element);
        return this;
    }
}
