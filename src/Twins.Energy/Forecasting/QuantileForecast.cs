using System.Collections.Immutable;

namespace Twins.Energy.Forecasting;

/// <summary>A forecast of each step by three quantiles, P10 ≤ P50 ≤ P90, in the unit of the history.</summary>
/// <param name="Method">What made it, for decision records.</param>
/// <param name="Start">Begin of the first step: the origin.</param>
/// <param name="Step">Length of a step.</param>
/// <param name="P10">Below it the value lies one time in ten.</param>
/// <param name="P50">The median: what to plan with; it has the least absolute error.</param>
/// <param name="P90">Above it the value lies one time in ten.</param>
/// <param name="GapShare">Share of the history that was missing and filled, 0 … 1.</param>
public sealed record QuantileForecast(
    string Method,
    DateTimeOffset Start,
    TimeSpan Step,
    ImmutableArray<double> P10,
    ImmutableArray<double> P50,
    ImmutableArray<double> P90,
    double GapShare);
