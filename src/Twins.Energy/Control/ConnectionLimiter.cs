namespace Twins.Energy.Control;

/// <summary>How a storage keeps the exchange at the point of common coupling within its limits.</summary>
/// <param name="ImportLimitW">Greatest import in W; not negative, infinite for none. A peak-shaving target goes here.</param>
/// <param name="ExportLimitW">Greatest export in W, as a magnitude; not negative, infinite for none.</param>
/// <param name="GainPerSecond">Share of an excess that is corrected per second; positive. A step corrects the whole excess at most.</param>
public sealed record ConnectionLimits(double ImportLimitW, double ExportLimitW, double GainPerSecond);

/// <summary>What the limiter sees at a step.</summary>
/// <param name="GridW">Measured exchange in W; import positive.</param>
/// <param name="ScheduledW">What the storage shall do while no limit is touched, in W into the bus.</param>
/// <param name="LowestW">Least power that the storage can take now (greatest charging, negative), in W into the bus.</param>
/// <param name="HighestW">Greatest power that the storage can give now, in W into the bus.</param>
/// <param name="Step">Time since the step before.</param>
public readonly record struct ConnectionMeasurement(double GridW, double ScheduledW, double LowestW, double HighestW, TimeSpan Step);

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
        var setpoint = Math.Clamp(wanted, measured.LowestW, measured.HighestW);
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
        ControlArgument.Ordered(measured.LowestW, measured.HighestW, nameof(measured.LowestW), nameof(measured.HighestW));
        ControlArgument.NotNegative(measured.Step.TotalSeconds, nameof(measured.Step));
        ControlArgument.NotNegative(limits.ImportLimitW, nameof(limits.ImportLimitW));
        ControlArgument.NotNegative(limits.ExportLimitW, nameof(limits.ExportLimitW));
        ControlArgument.Positive(limits.GainPerSecond, nameof(limits.GainPerSecond));
    }
}
