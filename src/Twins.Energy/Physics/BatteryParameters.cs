using System.Collections.Immutable;

namespace Twins.Energy.Physics;

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

/// <summary>
/// Open-circuit voltage of a battery over its state of charge: straight lines between measured points. The integral is kept beside
/// the curve, so that stored energy is exact and a simulated battery neither creates nor loses energy.
/// </summary>
public sealed class OpenCircuitVoltage
{
    private readonly ImmutableArray<(double StateOfCharge, double VoltageV)> _points;
    private readonly ImmutableArray<double> _integralV;

    /// <summary>Makes a curve from its points.</summary>
    /// <param name="points">State of charge (fraction 0 … 1, strictly rising, from 0 to 1) and voltage of the whole battery in V (above 0).</param>
    /// <exception cref="ArgumentException">Fewer than two points, or they do not rise from 0 to 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A voltage is not a finite number above 0.</exception>
    public OpenCircuitVoltage(params ReadOnlySpan<(double StateOfCharge, double VoltageV)> points)
    {
        CheckOrder(points);
        var integral = ImmutableArray.CreateBuilder<double>(points.Length);
        integral.Add(0);
        for (var i = 1; i < points.Length; i++)
        {
            var mean = (points[i].VoltageV + points[i - 1].VoltageV) / 2;
            integral.Add(integral[i - 1] + (mean * (points[i].StateOfCharge - points[i - 1].StateOfCharge)));
        }

        _points = [.. points];
        _integralV = integral.MoveToImmutable();
    }

    /// <summary>Mean voltage from empty to full, in V: the energy of a full battery is this times its charge.</summary>
    public double MeanV => _integralV[^1];

    /// <summary>Typical lithium iron phosphate cells in series (3.30 V in the wide flat middle).</summary>
    /// <param name="cellsInSeries">Number of cells in series, at least 1.</param>
    /// <returns>The curve of the whole string.</returns>
    /// <remarks>Rounded rest voltages at 25 °C as manufacturers' data sheets of LFP cells show them.</remarks>
    public static OpenCircuitVoltage LithiumIronPhosphate(int cellsInSeries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cellsInSeries, 1);
        var n = (double)cellsInSeries;
        return new(
            (0.00, 2.80 * n), (0.05, 3.10 * n), (0.10, 3.20 * n), (0.20, 3.25 * n), (0.40, 3.29 * n), (0.60, 3.30 * n),
            (0.80, 3.33 * n), (0.95, 3.35 * n), (1.00, 3.45 * n));
    }

    /// <summary>Typical nickel manganese cobalt cells in series (3.0 V empty, 4.18 V full), as in most road vehicles.</summary>
    /// <param name="cellsInSeries">Number of cells in series, at least 1.</param>
    /// <returns>The curve of the whole string.</returns>
    /// <remarks>Rounded rest voltages at 25 °C as manufacturers' data sheets of NMC cells show them.</remarks>
    public static OpenCircuitVoltage NickelManganeseCobalt(int cellsInSeries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cellsInSeries, 1);
        var n = (double)cellsInSeries;
        return new(
            (0.00, 3.00 * n), (0.05, 3.40 * n), (0.10, 3.50 * n), (0.30, 3.62 * n), (0.50, 3.71 * n), (0.70, 3.90 * n),
            (0.90, 4.08 * n), (1.00, 4.18 * n));
    }

    /// <summary>Voltage at rest.</summary>
    /// <param name="stateOfCharge">Fraction 0 … 1; outside, the nearer end counts.</param>
    /// <returns>Voltage in V.</returns>
    public double At(double stateOfCharge)
    {
        var (segment, fraction) = Locate(stateOfCharge);
        var from = _points[segment].VoltageV;
        return from + ((_points[segment + 1].VoltageV - from) * fraction);
    }

    /// <summary>Integral of the voltage from empty: energy in Wh per Ah of capacity.</summary>
    /// <param name="stateOfCharge">Fraction 0 … 1; outside, the nearer end counts.</param>
    /// <returns>∫₀ˢ V dS in V (Wh/Ah).</returns>
    public double Integral(double stateOfCharge)
    {
        var (segment, fraction) = Locate(stateOfCharge);
        var (start, from) = _points[segment];
        var (end, to) = _points[segment + 1];
        return _integralV[segment] + ((end - start) * fraction * (from + ((to - from) * fraction / 2)));
    }

    private static void CheckOrder(ReadOnlySpan<(double StateOfCharge, double VoltageV)> points)
    {
        if (points.Length < 2 || points[0].StateOfCharge != 0 || points[^1].StateOfCharge != 1)
        {
            throw new ArgumentException("open-circuit voltage: needs at least two points, the first at 0 and the last at 1.", nameof(points));
        }

        for (var i = 0; i < points.Length; i++)
        {
            Require.Positive(points[i].VoltageV, "open-circuit voltage", $"points[{i}].VoltageV");
            if (i > 0 && !(points[i].StateOfCharge > points[i - 1].StateOfCharge))
            {
                throw new ArgumentException($"open-circuit voltage: points[{i}].StateOfCharge does not rise.", nameof(points));
            }
        }
    }

    private (int Segment, double Fraction) Locate(double stateOfCharge)
    {
        var s = Math.Clamp(stateOfCharge, 0, 1);
        var segment = 0;
        while (segment < _points.Length - 2 && s > _points[segment + 1].StateOfCharge)
        {
            segment++;
        }

        var start = _points[segment].StateOfCharge;
        return (segment, (s - start) / (_points[segment + 1].StateOfCharge - start));
    }
}
