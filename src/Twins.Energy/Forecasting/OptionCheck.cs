using System.Globalization;
using System.Runtime.CompilerServices;

namespace Twins.Energy.Forecasting;

/// <summary>Checks that forecasters' options have in common; the error names the option, its value and the limit.</summary>
internal static class OptionCheck
{
    public static void Ordered(double lowest, double highest)
    {
        if (!(lowest < highest))
        {
            throw new ArgumentOutOfRangeException(
                nameof(lowest), lowest, string.Create(CultureInfo.InvariantCulture, $"Lowest {lowest} must be below Highest {highest}."));
        }
    }

    public static void AtLeast(TimeSpan value, TimeSpan least, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {least}, but it is {value}.");
        }
    }
}
