using System.Collections.Immutable;

namespace Twins.Energy.Physics.Batteries;

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
