namespace Twins.Energy.Physics;

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
public static class DcBusEquilibrium
{
    /// <summary>Maximum number of droop sources on one bus.</summary>
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

            if (segment.LargestRoot(injection.PowerW, lowerV, upperV) is { } voltageV)
            {
                return new(DcBusStatus.Balanced, voltageV, 0);
            }

            deliverableW = Math.Max(deliverableW, segment.MaxPowerW(lowerV, upperV));
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

        public double? LargestRoot(double powerW, double lowerV, double upperV)
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

        public double MaxPowerW(double lowerV, double upperV)
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

/// <summary>
/// A device that holds a DC bus by droop, <c>V = V0 − r·I</c> with I positive into the bus, between its current limits.
/// </summary>
/// <param name="ReferenceVoltageV">V0: the bus voltage at which the device gives no current, in V. Above 0.</param>
/// <param name="DroopResistanceOhm">r in Ω. Above 0.</param>
/// <param name="MinCurrentA">Smallest current into the bus in A; negative when the device can draw.</param>
/// <param name="MaxCurrentA">Largest current into the bus in A.</param>
public readonly record struct DroopSource(
    double ReferenceVoltageV,
    double DroopResistanceOhm,
    double MinCurrentA = double.NegativeInfinity,
    double MaxCurrentA = double.PositiveInfinity)
{
    /// <summary>Voltage above which the device gives only its smallest current, in V.</summary>
    public double UpperKneeV => ReferenceVoltageV - (DroopResistanceOhm * MinCurrentA);

    /// <summary>Voltage below which the device gives no more than its largest current, in V.</summary>
    public double LowerKneeV => ReferenceVoltageV - (DroopResistanceOhm * MaxCurrentA);

    /// <summary>A source that meets a wanted operating point: <c>V0 = V* + r·I*</c>.</summary>
    /// <param name="voltageV">V* in V.</param>
    /// <param name="currentA">I* in A, positive into the bus.</param>
    /// <param name="droopResistanceOhm">r in Ω.</param>
    /// <returns>An unlimited source through that point.</returns>
    public static DroopSource Through(double voltageV, double currentA, double droopResistanceOhm) =>
        new(voltageV + (droopResistanceOhm * currentA), droopResistanceOhm);

    /// <summary>Current at a bus voltage.</summary>
    /// <param name="voltageV">Bus voltage in V.</param>
    /// <returns>Current into the bus in A, within the limits.</returns>
    public double CurrentA(double voltageV) =>
        Math.Clamp((ReferenceVoltageV - voltageV) / DroopResistanceOhm, MinCurrentA, MaxCurrentA);

    internal void Validate(string element)
    {
        Require.Positive(ReferenceVoltageV, element);
        Require.Positive(DroopResistanceOhm, element);
        Require.Within(MinCurrentA, double.NegativeInfinity, MaxCurrentA, element);
        Require.Within(MaxCurrentA, MinCurrentA, double.PositiveInfinity, element);
    }
}
