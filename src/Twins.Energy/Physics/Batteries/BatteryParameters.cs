namespace Twins.Energy.Physics.Batteries;

/// <summary>What a battery system is: cells as an open-circuit voltage behind a resistance, and the power electronics before them.</summary>
public sealed record BatteryParameters
{
    private const double LithiumIronPhosphateCellV = 3.27;

    /// <summary>Name used in errors. Default <c>battery</c>.</summary>
    public string Element { get; init; } = "battery";

    /// <summary>Charge of the new battery from empty to full, in Ah. Above 0.</summary>
    public required double CapacityAh { get; init; }

    /// <summary>Voltage at rest over state of charge, of the whole battery.</summary>
    public required OpenCircuitVoltage OpenCircuitVoltage { get; init; }

    /// <summary>Ohmic resistance of the whole battery in Ω, at least 0.</summary>
    public required double InternalResistanceOhm { get; init; }

    /// <summary>Largest power drawn from the bus while charging, magnitude in W.</summary>
    public required double MaxChargePowerW { get; init; }

    /// <summary>Largest power delivered into the bus, magnitude in W.</summary>
    public required double MaxDischargePowerW { get; init; }

    /// <summary>Share of the bus power that reaches the cells while charging, above 0 … 1. Default 0.98; without the cells' own loss.</summary>
    public double ChargeEfficiency { get; init; } = 0.98;

    /// <summary>Share of the cells' power that reaches the bus while discharging, above 0 … 1. Default 0.98; without the cells' own loss.</summary>
    public double DischargeEfficiency { get; init; } = 0.98;

    /// <summary>Lowest state of charge in operation, fraction. Default 0.05.</summary>
    public double MinStateOfCharge { get; init; } = 0.05;

    /// <summary>Highest state of charge in operation, fraction. Default 0.95.</summary>
    public double MaxStateOfCharge { get; init; } = 0.95;

    /// <summary>Share of the charge that is lost per day at rest. Default 0.0005.</summary>
    public double SelfDischargePerDay { get; init; } = 0.0005;

    /// <summary>Heat model and temperature window.</summary>
    public BatteryThermal Thermal { get; init; } = new();

    /// <summary>Loss of capacity.</summary>
    public BatteryAgeing Ageing { get; init; } = new();

    /// <summary>A plausible lithium iron phosphate battery from the figures on a name plate.</summary>
    /// <param name="element">Name used in errors.</param>
    /// <param name="energyWh">Energy of the new battery from empty to full, in Wh. Above 0.</param>
    /// <param name="maxChargePowerW">Largest charge power, magnitude in W.</param>
    /// <param name="maxDischargePowerW">Largest discharge power, magnitude in W.</param>
    /// <param name="nominalVoltageV">Nominal voltage of the string in V; rounded to whole cells. Default 750.</param>
    /// <returns>Parameters with 2 % cell loss at one-hour current and 1 kJ/(kg·K) at 120 Wh/kg of heat capacity.</returns>
    public static BatteryParameters FromRatings(
        string element, double energyWh, double maxChargePowerW, double maxDischargePowerW, double nominalVoltageV = 750)
    {
        Require.Positive(energyWh, element);
        Require.Within(nominalVoltageV, LithiumIronPhosphateCellV, 2000, element);
        var curve = OpenCircuitVoltage.LithiumIronPhosphate((int)Math.Round(nominalVoltageV / LithiumIronPhosphateCellV));
        var capacityAh = energyWh / curve.MeanV;
        var heatCapacityWhPerK = energyWh / 120 / 3.6;
        return new BatteryParameters
        {
            Element = element,
            CapacityAh = capacityAh,
            OpenCircuitVoltage = curve,
            InternalResistanceOhm = 0.02 * curve.MeanV / capacityAh,
            MaxChargePowerW = maxChargePowerW,
            MaxDischargePowerW = maxDischargePowerW,
            // Cooled so that the loss at one-hour power warms the cells by 12 K.
            Thermal = new BatteryThermal { HeatCapacityWhPerK = heatCapacityWhPerK, ThermalResistanceKPerW = 12 / (0.02 * energyWh) },
        }.Validated();
    }

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public BatteryParameters Validated()
    {
        Require.Positive(CapacityAh, Element);
        Require.NotNegative(InternalResistanceOhm, Element);
        Require.NotNegative(MaxChargePowerW, Element);
        Require.NotNegative(MaxDischargePowerW, Element);
        Require.Within(ChargeEfficiency, double.Epsilon, 1, Element);
        Require.Within(DischargeEfficiency, double.Epsilon, 1, Element);
        Require.Within(MinStateOfCharge, 0, 1, Element);
        Require.Within(MaxStateOfCharge, MinStateOfCharge, 1, Element);
        Require.Within(SelfDischargePerDay, 0, 1, Element);
        Thermal.Validate(Element);
        Ageing.Validate(Element);
        return this;
    }
}
