namespace Twins.Energy.Forecasting.Regression;

/// <summary>
/// Widens or narrows the band by how the latest values fell against it: conformalised quantile regression (Romano, Patterson,
/// Candès, NeurIPS 2019) on a rolling window, each side by itself and in proportion to its width.
/// </summary>
/// <param name="capacity">Steps in the window; the oldest make room.</param>
internal sealed class ConformalBand(int capacity)
{
    private readonly double[] _below = new double[capacity];
    private readonly double[] _above = new double[capacity];
    private readonly double[] _sorted = new double[capacity];
    private int _seen;
    private bool _changed;
    private (double Below, double Above) _factors = (1, 1);

    /// <summary>A value came, for which the band before calibration had been <paramref name="band"/>.</summary>
    public void Add(Band band, double value)
    {
        _below[_seen % capacity] = Ratio(band.P50 - value, band.P50 - band.P10);
        _above[_seen % capacity] = Ratio(value - band.P50, band.P90 - band.P50);
        _seen++;
        _changed = true;
    }

    public Band Apply(Band band)
    {
        if (_changed)
        {
            _factors = (Factor(_below), Factor(_above));
            _changed = false;
        }

        return new(
            band.P50 - (_factors.Below * (band.P50 - band.P10)), band.P50, band.P50 + (_factors.Above * (band.P90 - band.P50)));
    }

    private double Factor(double[] ratios)
    {
        var count = Math.Min(_seen, capacity);
        ratios.AsSpan(0, count).CopyTo(_sorted);

        // The finite-sample correction of conformal prediction: the ⌈0.9·(n+1)⌉-th smallest.
        return Math.Max(0, SampleQuantile.Of(_sorted.AsSpan(0, count), 0.9 * (count + 1) / Math.Max(1, count)));
    }

    /// <summary>How many half-widths a value lay out; a band without width counts as met or far off.</summary>
    private static double Ratio(double distance, double width) => width > 1e-12 ? distance / width : distance > 1e-12 ? 10 : 0;
}
