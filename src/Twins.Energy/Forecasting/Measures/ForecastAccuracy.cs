namespace Twins.Energy.Forecasting.Measures;

/// <summary>How good forecasts were, over all steps that had a value.</summary>
/// <param name="Method">Whose.</param>
/// <param name="Count">Steps measured.</param>
/// <param name="MeanAbsoluteError">Mean of |P50 − value|, in the unit of the series.</param>
/// <param name="RootMeanSquareError">In the unit of the series.</param>
/// <param name="Pinball">Mean quantile loss of P10, P50 and P90 (Koenker and Bassett, Econometrica 46, 1978), in the unit of the series.</param>
/// <param name="Coverage">Share of values within P10 … P90, ends included; 0.8 is right.</param>
/// <param name="OpenCoverage">The same over the steps that were open: without those, like nights of photovoltaics, forecast exactly and rightly.</param>
/// <param name="MeanMagnitude">Mean of |value|, what load and price errors are measured by.</param>
/// <param name="PeakMagnitude">Largest |value|, what photovoltaic errors are measured by.</param>
public sealed record ForecastAccuracy(
    string Method,
    int Count,
    double MeanAbsoluteError,
    double RootMeanSquareError,
    double Pinball,
    double Coverage,
    double OpenCoverage,
    double MeanMagnitude,
    double PeakMagnitude)
{
    /// <summary>Mean absolute error as a share of the mean magnitude; NaN when all values are 0.</summary>
    public double ErrorOfMean => MeanAbsoluteError / MeanMagnitude;

    /// <summary>Mean absolute error as a share of the peak; NaN when all values are 0.</summary>
    public double ErrorOfPeak => MeanAbsoluteError / PeakMagnitude;

    /// <summary>The share of a reference's mean absolute error that is avoided: 0 as good, 1 perfect, negative worse.</summary>
    /// <param name="reference">Measured on the same steps.</param>
    /// <returns>The skill; 0 when neither errs.</returns>
    public double SkillOver(ForecastAccuracy reference) =>
        reference.MeanAbsoluteError > 0
            ? 1 - (MeanAbsoluteError / reference.MeanAbsoluteError)
            : MeanAbsoluteError > 0 ? double.NegativeInfinity : 0;
}
