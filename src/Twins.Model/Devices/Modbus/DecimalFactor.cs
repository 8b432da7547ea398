namespace Twins.Model.Devices.Modbus;

/// <summary>
/// A factor as mantissa × 10^exponent, so that 1234 × 0.1 is the number nearest to 123.4: a register's step is decimal, and
/// the factor 0.1 itself cannot be held exactly.
/// </summary>
internal readonly struct DecimalFactor
{
    private static readonly double[] Powers = [.. Enumerable.Range(0, 23).Select(power => double.Parse($"1e{power}", System.Globalization.CultureInfo.InvariantCulture))];

    private readonly double _mantissa;
    private readonly int _exponent;

    /// <summary>Takes a factor apart; one that is not a short decimal stays as it is.</summary>
    public DecimalFactor(double factor)
    {
        (_mantissa, _exponent) = (factor, 0);
        if (factor is >= 1e-10 and <= 1e12)
        {
            var number = (decimal)factor;
            var mantissa = (double)(number * (decimal)Powers[number.Scale]);
            if (mantissa / Powers[number.Scale] == factor)
            {
                (_mantissa, _exponent) = (mantissa, -number.Scale);
            }
        }
    }

    /// <summary>raw × factor × 10^exponent, with one rounding where the numbers allow.</summary>
    public double Apply(double raw, int exponent)
    {
        var power = exponent + _exponent;
        return power >= 0 ? raw * _mantissa * Powers[power] : raw * _mantissa / Powers[-power];
    }

    /// <summary>value ÷ (factor × 10^exponent).</summary>
    public double Undo(double value, int exponent)
    {
        var power = exponent + _exponent;
        return power >= 0 ? value / (_mantissa * Powers[power]) : value * Powers[-power] / _mantissa;
    }
}
