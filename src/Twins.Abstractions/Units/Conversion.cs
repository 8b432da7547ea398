namespace Twins.Units;

/// <summary>(value × multiplier + addend) ÷ divisor, all whole numbers.</summary>
/// <param name="Multiplier">Multiplier, not 0.</param>
/// <param name="Addend">Addend; 0 for all but temperatures.</param>
/// <param name="Divisor">Divisor, not 0.</param>
public readonly record struct Conversion(double Multiplier, double Addend, double Divisor)
{
    // Between these a short decimal and every result of the catalog fit into 28 digits.
    private const double Least = 1e-12;
    private const double Greatest = 1e15;

    /// <summary>The conversion back.</summary>
    public Conversion Inverse => new(Divisor, -Addend, Multiplier);

    /// <summary>
    /// Converts a number. One that stands for a short decimal (up to 15 digits: whatever people and registers write) is
    /// converted as that decimal, so that 1.013 bar are 101300 Pa and 300 K are 26.85 °C; others as they are.
    /// </summary>
    public double Apply(double value)
    {
        if (Multiplier == Divisor && Addend == 0)
        {
            return value;
        }

        if (Math.Abs(value) is > Least and < Greatest)
        {
            var number = (decimal)value;
            if ((double)number == value)
            {
                return (double)(((number * (decimal)Multiplier) + (decimal)Addend) / (decimal)Divisor);
            }
        }

        return ((value * Multiplier) + Addend) / Divisor;
    }
}
