namespace Twins.OperatorConsole.Charts;

/// <summary>One line of a chart, as the browser needs to know it; lines of one unit share a lane.</summary>
/// <param name="Key">Identity within the chart: a line that stays keeps its samples.</param>
/// <param name="Label">Name for people.</param>
/// <param name="Unit">Unit of the shown values.</param>
/// <param name="Decimals">Decimals shown at the cursor.</param>
/// <param name="Step">Whether values hold until the next one (setpoints) rather than being joined by a line.</param>
/// <param name="HoldMs">How long the last sample counts as the present, in ms.</param>
/// <param name="LeastSpan">The least span of the axis, so that noise does not fill the lane.</param>
/// <param name="Band">Where values belong; null when there are no limits.</param>
/// <param name="Color">Index of the colour and dash.</param>
public sealed record TimeSeriesLine(
    string Key, string Label, string Unit, int Decimals, bool Step, double HoldMs, double LeastSpan, TimeSeriesBand? Band, int Color);

/// <summary>Limits of a line, in its shown unit.</summary>
/// <param name="Low">Lower limit; null when there is none.</param>
/// <param name="High">Upper limit; null when there is none.</param>
public sealed record TimeSeriesBand(double? Low, double? High);

/// <summary>Something that happened at an instant.</summary>
/// <param name="Time">When, in ms since 1970-01-01T00:00:00Z.</param>
/// <param name="Text">What.</param>
public sealed record TimeSeriesMarker(double Time, string Text);
