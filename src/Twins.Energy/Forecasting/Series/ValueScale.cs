namespace Twins.Energy.Forecasting.Series;

/// <summary>The scale on which a regression sees values. Quantiles keep their place under both, so nothing is lost on the way back.</summary>
public enum ValueScale
{
    /// <summary>As they are: for what is bounded by nature, such as photovoltaics.</summary>
    Linear,

    /// <summary>
    /// Square root with its sign: for loads, whose spread grows with their level and whose peaks would otherwise outweigh all else.
    /// </summary>
    Root,
}

/// <summary>To the scale and back.</summary>
internal static class ValueScales
{
    public static double To(this ValueScale scale, double value) =>
        scale == ValueScale.Linear ? value : Math.CopySign(Math.Sqrt(Math.Abs(value)), value);

    public static double From(this ValueScale scale, double scaled) => scale == ValueScale.Linear ? scaled : scaled * Math.Abs(scaled);

    public static void To(this ValueScale scale, Span<double> values)
    {
        foreach (ref var value in values)
        {
            value = scale.To(value);
        }
    }
}
