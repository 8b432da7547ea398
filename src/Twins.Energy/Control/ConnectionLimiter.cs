namespace Twins.Energy.Control;

/// <summary>How a storage keeps the exchange at the point of common coupling within its limits.</summary>
/// <param name="ImportLimitW">Maximum import in W; not negative, infinite for none. A peak-shaving target goes here.</param>
/// <param name="ExportLimitW">Maximum export in W, as a magnitude; not negative, infinite for none.</param>
/// <param name="GainPerSecond">Share of an excess that is corrected per second; positive. A step corrects the whole excess at most.</param>
public sealed record ConnectionLimits(double ImportLimitW, double ExportLimitW, double GainPerSecond);

/// <summary>What the limiter sees at a step.</summary>
/// <param name="GridW">Measured exchange in W; import positive.</param>
/// <param name="ScheduledW">Setpoint of the storage while no limit is reached, in W into the bus.</param>
/// <param name="MinW">Minimum power of the storage now (maximum charging, negative), in W into the bus.</param>
/// <param name="MaxW">Maximum power of the storage now, in W into the bus.</param>
/// <param name="Step">Time since the step before.</param>
public readonly record struct ConnectionMeasurement(double GridW, double ScheduledW, double MinW, double MaxW, TimeSpan Step);

/// <summary>What the limiter remembers: how much it adds for the import limit and takes off for the export limit, in W; none at the start.</summary>
/// <param name="ImportCorrectionW">Added to the schedule because of the import limit; not negative.</param>
/// <param name="ExportCorrectionW">Taken off the schedule because of the export limit; not negative.</param>
public readonly record struct ConnectionLimiterState(double ImportCorrectionW, double ExportCorrectionW);

/// <summary>
/// Limits import and export, and shaves peaks, by correcting a storage's schedule: two one-sided integrators, which do not
/// wind up while the storage is at its own limits (back-calculation: Åström and Hägglund 2006, section 3.5).
/// </summary>
public static class ConnectionLimiter
{
    /// <summary>One step: the setpoint in W into the bus, and what to remember.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A measurement is not finite, or a limit is negative or crossed.</exception>
    public static (double SetpointW, ConnectionLimiterState State) Step(
        ConnectionLimiterState state, ConnectionMeasurement measured, ConnectionLimits limits)
    {
        Check(measured, limits);
        var gain = Math.Min(1, limits.GainPerSecond * measured.Step.TotalSeconds);
        var import = Integrate(state.ImportCorrectionW, gain, measured.GridW - limits.ImportLimitW);
        var export = Integrate(state.ExportCorrectionW, gain, -measured.GridW - limits.ExportLimitW);
        var wanted = measured.ScheduledW + import - export;
        var setpoint = Math.Clamp(wanted, measured.MinW, measured.MaxW);
        return (setpoint, new ConnectionLimiterState(
            Math.Max(0, import - Math.Max(0, wanted - setpoint)),
            Math.Max(0, export - Math.Max(0, setpoint - wanted))));
    }

    private static double Integrate(double correction, double gain, double excess) =>
        double.IsNegativeInfinity(excess) ? 0 : Math.Max(0, correction + gain * excess);

    private static void Check(ConnectionMeasurement measured, ConnectionLimits limits)
    {
        ControlArgument.Finite(measured.GridW, nameof(measured.GridW));
        ControlArgument.Finite(measured.ScheduledW, nameof(measured.ScheduledW));
        ControlArgument.Ordered(measured.MinW, measured.MaxW, nameof(measured.MinW), nameof(measured.MaxW));
        ControlArgument.NotNegative(measured.Step.TotalSeconds, nameof(measured.Step));
        ControlArgument.NotNegative(limits.ImportLimitW, nameof(limits.ImportLimitW));
        ControlArgument.NotNegative(limits.ExportLimitW, nameof(limits.ExportLimitW));
        ControlArgument.Positive(limits.GainPerSecond, nameof(limits.GainPerSecond));
    }
}

/// <summary>Lets a setpoint move no faster than its device, or its grid, may.</summary>
public static class RampLimiter
{
    /// <summary>The setpoint after a step towards the target.</summary>
    /// <param name="previous">The setpoint before, in any unit.</param>
    /// <param name="target">The setpoint to reach, in the same unit.</param>
    /// <param name="risePerSecond">Fastest rise in that unit per second; not negative, infinite for none.</param>
    /// <param name="fallPerSecond">Fastest fall in that unit per second, as a magnitude; not negative, infinite for none.</param>
    /// <param name="step">Time since the step before; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN, or a rate or the time is negative.</exception>
    public static double Step(double previous, double target, double risePerSecond, double fallPerSecond, TimeSpan step)
    {
        ControlArgument.Finite(previous, nameof(previous));
        ControlArgument.Finite(target, nameof(target));
        ControlArgument.NotNegative(risePerSecond, nameof(risePerSecond));
        ControlArgument.NotNegative(fallPerSecond, nameof(fallPerSecond));
        ControlArgument.NotNegative(step.TotalSeconds, nameof(step));
        return Math.Clamp(target, previous - fallPerSecond * step.TotalSeconds, previous + risePerSecond * step.TotalSeconds);
    }
}
