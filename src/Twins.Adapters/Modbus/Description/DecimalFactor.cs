namespace Twins.Adapters.Modbus;

/// <summary>
/// A factor as mantissa × 10^exponent, so that 1234 × 0.1 is the number nearest to 123.4: a register's step is decimal, and
/// the factor 0.1 itself cannot be held exactly.
/// </summary>
internal readonly struct DecimalFactor
{
    // Decimals of a scale; with 6 of a unit and 10 of a scale factor they stay within the powers held here.
    private const int MostDecimals = 12;

    private static readonly double[] Powers = [.. Enumerable.Range(0, 29).Select(power => double.Parse($"1e{power}", System.Globalization.CultureInfo.InvariantCulture))];

    private readonly double _mantissa;
    private readonly int _exponent;
    private readonly double _divisor;

    private DecimalFactor(double mantissa, int exponent, double divisor)
    {
        _mantissa = mantissa;
        _exponent = exponent;
        _divisor = divisor;
    }

    /// <summary>Takes a factor apart; one that is not a short decimal stays as it is.</summary>
    /// <param name="factor">The factor, 1e-10 to 1e12.</param>
    /// <param name="multiplier">A whole number by which it is multiplied.</param>
    /// <param name="divisor">A whole number by which it is divided.</param>
    public static DecimalFactor Of(double factor, double multiplier, double divisor)
    {
        var (mantissa, exponent) = (factor, 0);
        var number = factor is >= 1e-10 and <= 1e12 ? (decimal)factor : 0;
        if (number.Scale <= MostDecimals)
        {
            var whole = (double)(number * (decimal)Powers[number.Scale]);
            (mantissa, exponent) = whole / Powers[number.Scale] == factor ? (whole, -number.Scale) : (mantissa, exponent);
        }

        var power = Array.IndexOf(Powers, divisor);
        return power < 0 ? new(mantissa * multiplier, exponent, divisor) : new(mantissa * multiplier, exponent - power, 1);
    }

    /// <summary>raw × factor × 10^exponent, with one rounding where the numbers allow.</summary>
    public double Apply(double raw, int exponent)
    {
        var power = exponent + _exponent;
        return power >= 0 ? raw * _mantissa * Powers[power] / _divisor : raw * _mantissa / (Powers[-power] * _divisor);
    }

    /// <summary>value ÷ (factor × 10^exponent).</summary>
    public double Undo(double value, int exponent)
    {
        var power = exponent + _exponent;
        return power >= 0 ? value * _divisor / (_mantissa * Powers[power]) : value * Powers[-power] * _divisor / _mantissa;
    }
}
