namespace Twins.Energy.Physics.Loads;

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

    /// <summary>Greatest deviation by noise, fraction of the profile's value. Default 0.05.</summary>
    public double NoiseShare { get; init; } = 0.05;

    /// <summary>Further power while the large machine runs, magnitude in W. Default 0 (no such machine).</summary>
    public double MachinePowerW { get; init; }

    /// <summary>One run of that machine falls into each interval of this length. Default 10 min.</summary>
    public TimeSpan MachineInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Length of one run, at most the interval. Default 45 s.</summary>
    public TimeSpan MachineRun { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Cosine of the phase angle, 0.1 … 1, inductive. Default 0.95.</summary>
    public double PowerFactor { get; init; } = 0.95;

    /// <summary>How unevenly the phases are loaded: greatest deviation from a third, fraction of it. Default 0.1.</summary>
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
