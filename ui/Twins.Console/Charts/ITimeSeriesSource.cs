using Twins.Client.Live;

namespace Twins.OperatorConsole.Charts;

/// <summary>Where a chart's samples come from.</summary>
public interface ITimeSeriesSource
{
    /// <summary>The lines; a new list when they changed.</summary>
    IReadOnlyList<TimeSeriesLine> Lines { get; }

    /// <summary>A line's samples later than an instant, in the canonical unit.</summary>
    TrendSeries Read(int line, Timestamp after);

    /// <summary>Canonical value = shown value × factor, per line.</summary>
    double Factor(int line);

    /// <summary>What happened, to be marked; a new list when it changed.</summary>
    IReadOnlyList<TimeSeriesMarker> Markers { get; }
}
