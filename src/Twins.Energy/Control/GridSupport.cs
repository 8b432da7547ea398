using System.Collections.Immutable;

namespace Twins.Energy.Control;

/// <summary>
/// P(f): power that answers a frequency deviation beyond a dead band, in proportion (EN 50549-1, sections 4.6.1 and 4.6.2).
/// </summary>
/// <param name="NominalHz">Nominal frequency in Hz; positive.</param>
/// <param name="DeadBandHz">Deviation without answer in Hz; not negative (0.2 Hz for limited response).</param>
/// <param name="DroopShare">Deviation, as a share of the nominal frequency, that calls the whole reference power; positive (0.05).</param>
/// <param name="ReferencePowerW">Reference power in W; positive.</param>
public sealed record FrequencyResponse(double NominalHz, double DeadBandHz, double DroopShare, double ReferencePowerW)
{
    /// <summary>Power in W to add to the schedule, into the bus: positive below, negative above nominal.</summary>
    /// <param name="frequencyHz">Measured frequency in Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is not finite, or a parameter out of its range.</exception>
    public double PowerAt(double frequencyHz)
    {
        ControlArgument.Finite(frequencyHz, nameof(frequencyHz));
        ControlArgument.Positive(NominalHz, nameof(NominalHz));
        ControlArgument.NotNegative(DeadBandHz, nameof(DeadBandHz));
        ControlArgument.Positive(DroopShare, nameof(DroopShare));
        ControlArgument.Positive(ReferencePowerW, nameof(ReferencePowerW));
        var deviation = frequencyHz - NominalHz;
        var beyond = Math.Sign(deviation) * Math.Max(0, Math.Abs(deviation) - DeadBandHz);
        return Math.Clamp(-beyond / (DroopShare * NominalHz), -1, 1) * ReferencePowerW;
    }
}

/// <summary>Support of a DC bus: a device gives below and takes above a voltage band, in proportion.</summary>
/// <param name="LowerV">Lower end of the band in V; positive.</param>
/// <param name="UpperV">Upper end of the band in V; not below the lower.</param>
/// <param name="WattsPerVolt">Power per volt beyond the band; positive.</param>
public sealed record DcBusSupport(double LowerV, double UpperV, double WattsPerVolt)
{
    /// <summary>The setpoint in W into the bus.</summary>
    /// <param name="voltageV">Measured bus voltage in V.</param>
    /// <param name="scheduledW">What the device does within the band, in W into the bus.</param>
    /// <param name="minW">Minimum power of the device, in W into the bus.</param>
    /// <param name="maxW">Maximum power of the device, in W into the bus.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite, or a range is crossed.</exception>
    public double PowerAt(double voltageV, double scheduledW, double minW, double maxW)
    {
        ControlArgument.Finite(voltageV, nameof(voltageV));
        ControlArgument.Finite(scheduledW, nameof(scheduledW));
        ControlArgument.Positive(LowerV, nameof(LowerV));
        ControlArgument.Ordered(LowerV, UpperV, nameof(LowerV), nameof(UpperV));
        ControlArgument.Positive(WattsPerVolt, nameof(WattsPerVolt));
        ControlArgument.Ordered(minW, maxW, nameof(minW), nameof(maxW));
        var missing = Math.Max(0, LowerV - voltageV) - Math.Max(0, voltageV - UpperV);
        return Math.Clamp(scheduledW + WattsPerVolt * missing, minW, maxW);
    }
}

/// <summary>
/// A characteristic by its corner points: Q(U), P(U) or P(f) as grid codes state them (EN 50549-1, section 4.7). Beyond the
/// ends the end values hold.
/// </summary>
public sealed class PiecewiseLinearCurve
{
    private readonly ImmutableArray<(double X, double Y)> _corners;

    /// <summary>Makes the curve.</summary>
    /// <param name="corners">At least two corners with strictly rising x; all finite.</param>
    /// <exception cref="ArgumentException">Too few corners, a value that is not finite, or x that does not rise.</exception>
    public PiecewiseLinearCurve(params ReadOnlySpan<(double X, double Y)> corners)
    {
        if (corners.Length < 2)
        {
            throw new ArgumentException($"A curve needs at least two corners; {corners.Length} given.", nameof(corners));
        }

        for (var i = 0; i < corners.Length; i++)
        {
            if (!double.IsFinite(corners[i].X) || !double.IsFinite(corners[i].Y))
            {
                throw new ArgumentException($"Corner {i} ({corners[i].X}, {corners[i].Y}) is not finite.", nameof(corners));
            }

            if (i > 0 && corners[i].X <= corners[i - 1].X)
            {
                throw new ArgumentException($"Corner {i} at {corners[i].X} does not lie after {corners[i - 1].X}.", nameof(corners));
            }
        }

        _corners = [.. corners];
    }

    /// <summary>The value at x.</summary>
    /// <exception cref="ArgumentOutOfRangeException">x is NaN.</exception>
    public double At(double x)
    {
        if (double.IsNaN(x))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "x must be a number.");
        }

        if (x <= _corners[0].X)
        {
            return _corners[0].Y;
        }

        var right = 1;
        while (right < _corners.Length && _corners[right].X < x)
        {
            right++;
        }

        if (right == _corners.Length)
        {
            return _corners[^1].Y;
        }

        var (low, high) = (_corners[right - 1], _corners[right]);
        return low.Y + (high.Y - low.Y) * (x - low.X) / (high.X - low.X);
    }
}
