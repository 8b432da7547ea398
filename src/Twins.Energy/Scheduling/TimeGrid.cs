using System.Collections.Immutable;

namespace Twins.Energy.Scheduling;

/// <summary>The steps of a horizon; they may differ in length.</summary>
/// <param name="Edges">Beginning of each step and, last, the end of the horizon; strictly increasing, steps of 1 min to 1 h, 7 days at most.</param>
public sealed record TimeGrid(ImmutableArray<DateTimeOffset> Edges)
{
    /// <summary>Minimum length of a step.</summary>
    public static readonly TimeSpan MinStep = TimeSpan.FromMinutes(1);

    /// <summary>Maximum length of a step.</summary>
    public static readonly TimeSpan MaxStep = TimeSpan.FromHours(1);

    /// <summary>Maximum length of a horizon.</summary>
    public static readonly TimeSpan MaxHorizon = TimeSpan.FromDays(7);

    /// <summary>Number of steps.</summary>
    public int Count => Edges.Length - 1;

    /// <summary>Beginning of the horizon.</summary>
    public DateTimeOffset Start => Edges[0];

    /// <summary>End of the horizon.</summary>
    public DateTimeOffset End => Edges[^1];

    /// <summary>Steps of one length.</summary>
    /// <param name="start">Beginning of the horizon.</param>
    /// <param name="step">Length of every step.</param>
    /// <param name="count">Number of steps.</param>
    public static TimeGrid Uniform(DateTimeOffset start, TimeSpan step, int count) => Mixed(start, (step, count));

    /// <summary>Steps of several lengths, for example fine ones first and coarse ones later.</summary>
    /// <param name="start">Beginning of the horizon.</param>
    /// <param name="parts">Length and number of the steps of each part.</param>
    public static TimeGrid Mixed(DateTimeOffset start, params ReadOnlySpan<(TimeSpan Step, int Count)> parts)
    {
        var edges = ImmutableArray.CreateBuilder<DateTimeOffset>();
        edges.Add(start);
        foreach ((TimeSpan step, int count) in parts)
        {
            for (int k = 0; k < count; k++)
            {
                edges.Add(edges[^1] + step);
            }
        }

        return new TimeGrid(edges.ToImmutable());
    }

    /// <summary>Length of a step in h.</summary>
    public double Hours(int step) => (Edges[step + 1] - Edges[step]).TotalHours;

    /// <summary>The hours of a step that lie within an interval.</summary>
    /// <param name="step">Index of the step.</param>
    /// <param name="from">Beginning of the interval.</param>
    /// <param name="to">End of the interval.</param>
    public double OverlapHours(int step, DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset later = from > Edges[step] ? from : Edges[step];
        DateTimeOffset earlier = to < Edges[step + 1] ? to : Edges[step + 1];
        return Math.Max(0, (earlier - later).TotalHours);
    }

    /// <summary>The steps that an interval touches, as first index and number; (0, 0) when it lies outside the horizon.</summary>
    public (int First, int Count) StepsWithin(DateTimeOffset from, DateTimeOffset to)
    {
        int first = 0;
        while (first < Count && Edges[first + 1] <= from)
        {
            first++;
        }

        int end = first;
        while (end < Count && Edges[end] < to)
        {
            end++;
        }

        return end > first ? (first, end - first) : (0, 0);
    }

    /// <summary>The grid without its first steps.</summary>
    /// <param name="steps">Number of steps to leave out.</param>
    public TimeGrid Skip(int steps) => new(Edges[steps..]);
}

/// <summary>Finds faults of a time grid.</summary>
internal static class TimeGridCheck
{
    public static void AddFaults(TimeGrid grid, FaultList faults)
    {
        if (grid.Edges.IsDefault || grid.Edges.Length < 2)
        {
            faults.Add("time grid: it has no step; give the beginning of each step and the end");
            return;
        }

        for (int step = 0; step < grid.Count; step++)
        {
            TimeSpan length = grid.Edges[step + 1] - grid.Edges[step];
            if (length <= TimeSpan.Zero)
            {
                faults.Add($"time grid: edge {step + 1} is {grid.Edges[step + 1]:O} and must be after edge {step}, {grid.Edges[step]:O}");
            }
            else if (length < TimeGrid.MinStep || length > TimeGrid.MaxStep)
            {
                faults.Add($"time grid: step {step} lasts {length} and must last {TimeGrid.MinStep} to {TimeGrid.MaxStep}");
            }
        }

        if (grid.End - grid.Start > TimeGrid.MaxHorizon)
        {
            faults.Add($"time grid: the horizon is {grid.End - grid.Start} and must not exceed {TimeGrid.MaxHorizon}");
        }
    }
}
