using System.Collections.Immutable;

namespace Twins.Energy.Physics;

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

/// <summary>A consumer with a daily profile, noise, and a large machine that switches on and off.</summary>
public sealed record LoadParameters
{
    /// <summary>Name used in errors. Default <c>load</c>.</summary>
    public string Element { get; init; } = "load";

    /// <summary>Seed of the noise.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Consumption where the profile is 1, magnitude in W.</summary>
    public required double PeakPowerW { get; init; }

    /// <summary>Share of the peak over the local day.</summary>
    public required DailyProfile Profile { get; init; }

    /// <summary>Local time minus UTC, for the profile. Default 0.</summary>
    public TimeSpan UtcOffset { get; init; }

    /// <summary>Share of the profile that remains on Saturday and Sunday, fraction. Default 1.</summary>
    public double WeekendShare { get; init; } = 1;

    /// <summary>Maximum deviation by noise, fraction of the profile's value. Default 0.05.</summary>
    public double NoiseShare { get; init; } = 0.05;

    /// <summary>Further power while the large machine runs, magnitude in W. Default 0 (no such machine).</summary>
    public double MachinePowerW { get; init; }

    /// <summary>One run of that machine falls into each interval of this length. Default 10 min.</summary>
    public TimeSpan MachineInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Length of one run, at most the interval. Default 45 s.</summary>
    public TimeSpan MachineRun { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Cosine of the phase angle, 0.1 … 1, inductive. Default 0.95.</summary>
    public double PowerFactor { get; init; } = 0.95;

    /// <summary>How unevenly the phases are loaded: maximum deviation from a third, fraction of it. Default 0.1.</summary>
    public double PhaseImbalance { get; init; } = 0.1;

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public LoadParameters Validated()
    {
        Require.NotNegative(PeakPowerW, Element);
        Require.Within(UtcOffset.TotalHours, -14, 14, Element);
        Require.Within(WeekendShare, 0, 1, Element);
        Require.Within(NoiseShare, 0, 1, Element);
        Require.NotNegative(MachinePowerW, Element);
        Require.Positive(MachineInterval.TotalSeconds, Element);
        Require.Within(MachineRun.TotalSeconds, 0, MachineInterval.TotalSeconds, Element);
        Require.Within(PowerFactor, 0.1, 1, Element);
        Require.Within(PhaseImbalance, 0, 0.5, Element);
        return this;
    }
}

/// <summary>Consumption over a day as a share of its peak: one value per equal slot, straight lines between them, around the clock.</summary>
public sealed class DailyProfile
{
    private readonly ImmutableArray<double> _shares;

    /// <summary>Makes a profile.</summary>
    /// <param name="shares">One share of the peak (fraction 0 … 1) per slot, the first at midnight; 2 … 1440 slots.</param>
    /// <exception cref="ArgumentException">The number of slots is outside its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A share is outside its range.</exception>
    public DailyProfile(params ReadOnlySpan<double> shares)
    {
        if (shares.Length is < 2 or > 1440)
        {
            throw new ArgumentException($"daily profile: needs 2 … 1440 slots, but has {shares.Length}.", nameof(shares));
        }

        for (var i = 0; i < shares.Length; i++)
        {
            Require.Within(shares[i], 0, 1, "daily profile", $"shares[{i}]");
        }

        _shares = [.. shares];
    }

    /// <summary>Two-shift industry: low nights, full from 6 to 22 h with a midday dip.</summary>
    public static DailyProfile Industry { get; } = new(
        0.30, 0.28, 0.28, 0.28, 0.30, 0.45, 0.85, 0.95, 1.00, 1.00, 0.98, 0.95,
        0.80, 0.92, 0.98, 0.95, 0.92, 0.90, 0.88, 0.86, 0.82, 0.70, 0.45, 0.34);

    /// <summary>Data centre: nearly flat, busiest in the evening.</summary>
    public static DailyProfile DataCentre { get; } = new(
        0.80, 0.78, 0.76, 0.75, 0.75, 0.76, 0.78, 0.82, 0.86, 0.90, 0.92, 0.93,
        0.93, 0.93, 0.94, 0.94, 0.95, 0.97, 0.99, 1.00, 1.00, 0.98, 0.92, 0.86);

    /// <summary>Offices: working hours.</summary>
    public static DailyProfile Office { get; } = new(
        0.22, 0.20, 0.20, 0.20, 0.20, 0.24, 0.38, 0.60, 0.85, 0.95, 1.00, 1.00,
        0.92, 0.96, 1.00, 0.98, 0.90, 0.75, 0.55, 0.42, 0.34, 0.30, 0.26, 0.24);

    /// <summary>Homes: morning and evening peaks.</summary>
    public static DailyProfile Residential { get; } = new(
        0.30, 0.26, 0.24, 0.23, 0.24, 0.30, 0.48, 0.60, 0.55, 0.48, 0.46, 0.50,
        0.56, 0.50, 0.46, 0.48, 0.58, 0.75, 0.92, 1.00, 0.95, 0.80, 0.58, 0.40);

    /// <summary>The same share at every hour.</summary>
    /// <param name="share">Fraction 0 … 1.</param>
    /// <returns>A flat profile.</returns>
    public static DailyProfile Flat(double share) => new(share, share);

    /// <summary>The share at a time of day.</summary>
    /// <param name="timeOfDay">Local time since midnight; taken modulo 24 h.</param>
    /// <returns>Fraction 0 … 1.</returns>
    public double At(TimeSpan timeOfDay)
    {
        var day = timeOfDay.TotalDays - Math.Floor(timeOfDay.TotalDays);
        var position = day * _shares.Length;
        var slot = (int)position % _shares.Length;
        var from = _shares[slot];
        return from + ((_shares[(slot + 1) % _shares.Length] - from) * (position - Math.Floor(position)));
    }
}
