namespace Twins.Energy.Physics.Loads;

/// <summary>What a consumer draws at one instant; negative as it draws from the bus.</summary>
/// <param name="ActivePowerW">Active power per phase in W, at most 0.</param>
/// <param name="ReactivePowerVar">Reactive power per phase in var, at most 0 (an inductive consumer draws it).</param>
public readonly record struct LoadOutput(ThreePhase ActivePowerW, ThreePhase ReactivePowerVar);

/// <summary>A consumer as a pure function of time: profile, noise, machine runs, and the split over three phases.</summary>
public static class Load
{
    private static readonly TimeSpan SlowPeriod = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan FastPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PhasePeriod = TimeSpan.FromMinutes(20);

    /// <summary>What the consumer draws.</summary>
    /// <param name="parameters">The consumer, validated.</param>
    /// <param name="time">The instant.</param>
    /// <param name="servedShare">Share of the demand that is served (shedding, a power cap), fraction 0 … 1. Default 1.</param>
    /// <returns>Powers per phase; their sum is the consumer's demand times the share.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside its range.</exception>
    public static LoadOutput At(LoadParameters parameters, DateTimeOffset time, double servedShare = 1)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require.Within(servedShare, 0, 1, parameters.Element);
        var active = PhaseShares(parameters, time) * -(DemandW(parameters, time) * servedShare);
        var tangent = Math.Sqrt(1 - (parameters.PowerFactor * parameters.PowerFactor)) / parameters.PowerFactor;
        return new(active, active * tangent);
    }

    /// <summary>What the consumer would draw unrestricted.</summary>
    /// <param name="parameters">The consumer, validated.</param>
    /// <param name="time">The instant.</param>
    /// <returns>Magnitude in W.</returns>
    public static double DemandW(LoadParameters parameters, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var local = time.UtcDateTime + parameters.UtcOffset;
        var weekend = local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var share = parameters.Profile.At(local.TimeOfDay) * (weekend ? parameters.WeekendShare : 1);
        var noise = (0.7 * SeededNoise.Smooth(SeededNoise.Derive(parameters.Seed, "slow"), time, SlowPeriod))
            + (0.3 * SeededNoise.Smooth(SeededNoise.Derive(parameters.Seed, "fast"), time, FastPeriod));
        var baseW = parameters.PeakPowerW * share * (1 + (parameters.NoiseShare * noise));
        return baseW + (MachineRuns(parameters, time) ? parameters.MachinePowerW : 0);
    }

    /// <summary>In each interval the machine runs once, from a seeded start.</summary>
    private static bool MachineRuns(LoadParameters parameters, DateTimeOffset time)
    {
        if (parameters.MachinePowerW == 0)
        {
            return false;
        }

        var interval = Math.DivRem(time.UtcTicks, parameters.MachineInterval.Ticks, out var position);
        var latestStart = parameters.MachineInterval.Ticks - parameters.MachineRun.Ticks;
        var start = SeededNoise.Uniform(SeededNoise.Derive(parameters.Seed, "machine"), interval) * latestStart;
        return position >= start && position < start + parameters.MachineRun.Ticks;
    }

    private static ThreePhase PhaseShares(LoadParameters parameters, DateTimeOffset time)
    {
        var a = Deviation(parameters, "phase-a", time);
        var b = Deviation(parameters, "phase-b", time);
        const double third = 1.0 / 3;
        return new(third * (1 + a), third * (1 + b), third * (1 - a - b));
    }

    private static double Deviation(LoadParameters parameters, string phase, DateTimeOffset time) =>
        parameters.PhaseImbalance * SeededNoise.Smooth(SeededNoise.Derive(parameters.Seed, phase), time, PhasePeriod);
}
