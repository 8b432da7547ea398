namespace Twins.Energy.Physics.DirectCurrent;

/// <summary>Everything on a DC bus that does not hold its voltage; each positive into the bus.</summary>
/// <param name="PowerW">Sum of the constant powers in W (loads negative, generation positive).</param>
/// <param name="CurrentA">Sum of the constant currents in A.</param>
/// <param name="ConductanceS">Sum of the resistive loads' conductances in S, at least 0; they draw G·V.</param>
public readonly record struct DcBusInjection(double PowerW, double CurrentA = 0, double ConductanceS = 0);

/// <summary>Whether a DC bus finds a voltage.</summary>
public enum DcBusStatus
{
    /// <summary>A stable voltage exists.</summary>
    Balanced,

    /// <summary>The loads want more than the sources can give: the voltage collapses.</summary>
    TooMuchLoad,

    /// <summary>More flows in than anything takes: the voltage runs away.</summary>
    TooMuchSupply,
}

/// <summary>The steady state of a DC bus.</summary>
/// <param name="Status">Whether a voltage exists.</param>
/// <param name="VoltageV">The bus voltage in V; NaN when there is none.</param>
/// <param name="MissingPowerW">Constant power by which the loads exceed what the sources can deliver, in W; 0 when balanced.</param>
public readonly record struct DcBusBalance(DcBusStatus Status, double VoltageV, double MissingPowerW);

/// <summary>
/// One DC bus with droop sources, constant powers, constant currents and resistances, in steady state: the voltage at which all
/// currents sum to zero. Solved exactly: between the sources' knees the balance is a quadratic in the voltage; the stable solution is
/// the highest one (at a lower root a constant-power load draws more current the lower the voltage falls).
/// </summary>
public static class DcBus
{
    /// <summary>Most droop sources on one bus.</summary>
    public const int MaxSources = 64;

    private const string Element = "DC bus";

    /// <summary>Finds the bus voltage.</summary>
    /// <param name="sources">The devices that hold the voltage, at most <see cref="MaxSources"/>.</param>
    /// <param name="injection">All other devices.</param>
    /// <returns>The voltage, or why there is none.</returns>
    /// <exception cref="ArgumentException">No source, or too many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names it.</exception>
    public static DcBusBalance Solve(ReadOnlySpan<DroopSource> sources, DcBusInjection injection)
    {
        Check(sources, injection);
        Span<double> knees = stackalloc double[(2 * MaxSources) + 1];
        knees = SortedKnees(sources, knees);
        var upperV = double.PositiveInfinity;
        var deliverableW = 0.0;
        for (var i = knees.Length - 1; i >= 0; i--)
        {
            var lowerV = knees[i];
            var segment = Segment.Of(sources, injection, lowerV, upperV);
            if (double.IsPositiveInfinity(upperV) && segment.GrowsWithoutBound(injection.PowerW))
            {
                return new(DcBusStatus.TooMuchSupply, double.NaN, 0);
            }

            if (segment.HighestRoot(injection.PowerW, lowerV, upperV) is { } voltageV)
            {
                return new(DcBusStatus.Balanced, voltageV, 0);
            }

            deliverableW = Math.Max(deliverableW, segment.GreatestPowerW(lowerV, upperV));
            upperV = lowerV;
        }

        return new(DcBusStatus.TooMuchLoad, double.NaN, -injection.PowerW - deliverableW);
    }

    private static void Check(ReadOnlySpan<DroopSource> sources, DcBusInjection injection)
    {
        if (sources.Length is 0 or > MaxSources)
        {
            throw new ArgumentException($"{Element}: needs 1 … {MaxSources} droop sources, but has {sources.Length}.", nameof(sources));
        }

        foreach (var source in sources)
        {
            source.Validate(Element);
        }

        Require.Finite(injection.PowerW, Element);
        Require.Finite(injection.CurrentA, Element);
        Require.NotNegative(injection.ConductanceS, Element);
    }

    /// <summary>Zero volts and every finite knee above it, ascending.</summary>
    private static Span<double> SortedKnees(ReadOnlySpan<DroopSource> sources, Span<double> knees)
    {
        knees[0] = 0;
        var count = 1;
        foreach (var source in sources)
        {
            AddKnee(source.UpperKneeV, knees, ref count);
            AddKnee(source.LowerKneeV, knees, ref count);
        }

        knees = knees[..count];
        knees.Sort();
        return knees;
    }

    private static void AddKnee(double kneeV, Span<double> knees, ref int count)
    {
        if (kneeV > 0 && double.IsFinite(kneeV))
        {
            knees[count++] = kneeV;
        }
    }

    /// <summary>Between two knees the power that sources, constant currents and resistances give is <c>a·V² + b·V</c>.</summary>
    private readonly record struct Segment(double A, double B)
    {
        public static Segment Of(ReadOnlySpan<DroopSource> sources, DcBusInjection injection, double lowerV, double upperV)
        {
            var insideV = double.IsInfinity(upperV) ? lowerV + 1 : (lowerV + upperV) / 2;
            var a = -injection.ConductanceS;
            var b = injection.CurrentA;
            foreach (var source in sources)
            {
                if (insideV > source.UpperKneeV)
                {
                    b += source.MinCurrentA;
                }
                else if (insideV < source.LowerKneeV)
                {
                    b += source.MaxCurrentA;
                }
                else
                {
                    a -= 1 / source.DroopResistanceOhm;
                    b += source.ReferenceVoltageV / source.DroopResistanceOhm;
                }
            }

            return new(a, b);
        }

        public bool GrowsWithoutBound(double powerW) => A == 0 && (B > 0 || (B == 0 && powerW > 0));

        public double? HighestRoot(double powerW, double lowerV, double upperV)
        {
            if (A == 0)
            {
                return B == 0 ? null : WithinSegment(-powerW / B, lowerV, upperV);
            }

            var discriminant = (B * B) - (4 * A * powerW);
            if (discriminant < 0)
            {
                return null;
            }

            // The larger root of a·V² + b·V + P with a < 0, written so that nothing cancels.
            var root = Math.Sqrt(discriminant);
            var highest = B >= 0 ? (B + root) / (-2 * A) : 2 * powerW / (root - B);
            return WithinSegment(highest, lowerV, upperV) ?? WithinSegment(powerW / (A * highest), lowerV, upperV);
        }

        public double GreatestPowerW(double lowerV, double upperV)
        {
            var vertexV = A == 0 ? lowerV : Math.Clamp(-B / (2 * A), lowerV, upperV);
            var greatest = Math.Max(PowerW(lowerV), PowerW(vertexV));
            return double.IsInfinity(upperV) ? greatest : Math.Max(greatest, PowerW(upperV));
        }

        private static double? WithinSegment(double voltageV, double lowerV, double upperV) =>
            voltageV > 0 && voltageV >= lowerV && voltageV <= upperV ? voltageV : null;

        private double PowerW(double voltageV) => ((A * voltageV) + B) * voltageV;
    }
}
