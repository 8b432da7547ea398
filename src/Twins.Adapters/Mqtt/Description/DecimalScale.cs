using Twins.Devices;
using Twins.Points;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Turns a number that was written in decimal into the canonical unit and back. Where the digits allow it calculates in decimal, so that
/// 1.001 kW are 1001 W and not 1000.9999999999999.
/// </summary>
internal sealed class DecimalScale(MqttValue value, PointDefinition definition)
{
    // Between these a number of 15 digits, scaled, keeps at least 16 of a decimal's 28 digits and stays below its greatest.
    private const double Least = 1e-6;
    private const double Greatest = 1e15;

    private readonly Units.Unit _unit = value.Unit ?? definition.Unit!;
    private readonly double _sign = value.Sign == SignConvention.ChargePositive ? -1 : 1;

    /// <summary>The number in the canonical unit; infinite when it is too great for one.</summary>
    /// <param name="number">The device's number.</param>
    /// <param name="sent">The unit that the message names; null takes the described one.</param>
    public double ToCanonical(double number, Units.Unit? sent = null)
    {
        var canonical = (sent ?? _unit).ToCanonical(Scale(number));

        // Zero stays zero: −0 would show as "-0" and differ from what was sent.
        return canonical == 0 ? 0 : canonical * _sign;
    }

    /// <summary>The device's number.</summary>
    /// <param name="canonical">The number in the canonical unit.</param>
    public double FromCanonical(double canonical)
    {
        var number = Unscale(_unit.FromCanonical(canonical == 0 ? 0 : canonical * _sign));
        return number == 0 ? 0 : number;
    }

    /// <summary>What a difference of the device's numbers is in the canonical unit, as a magnitude.</summary>
    public double DifferenceToCanonical(double difference) => Math.Abs(_unit.DifferenceToCanonical(difference * value.Scale));

    private double Scale(double number)
    {
        if (value.Scale == 1 && value.Offset == 0)
        {
            return number;
        }

        return TryDecimal(number, out var exact)
            ? (double)((exact * (decimal)value.Scale) + (decimal)value.Offset)
            : (number * value.Scale) + value.Offset;
    }

    private double Unscale(double number)
    {
        if (value.Scale == 1 && value.Offset == 0)
        {
            return number;
        }

        return TryDecimal(number, out var exact)
            ? (double)((exact - (decimal)value.Offset) / (decimal)value.Scale)
            : (number - value.Offset) / value.Scale;
    }

    // A cast to decimal keeps 15 digits: a number that has more stays as it is.
    private bool TryDecimal(double number, out decimal exact)
    {
        var fits = (number == 0 || Math.Abs(number) is >= Least and <= Greatest) && value.Scale is >= Least and <= 1e12 && Math.Abs(value.Offset) <= Greatest;
        exact = fits ? (decimal)number : 0;
        return fits && (double)exact == number;
    }
}
