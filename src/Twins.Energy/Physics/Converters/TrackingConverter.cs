namespace Twins.Energy.Physics.Converters;

/// <summary>What a tracking converter does at one instant.</summary>
/// <param name="PowerW">Power into the bus in W, at least 0.</param>
/// <param name="CurrentA">Current into the bus in A, at least 0.</param>
/// <param name="LossW">Loss in W, at least 0: power of the string less power into the bus.</param>
/// <param name="EfficiencyPercent">Power into the bus in % of the string's; 0 in the dark.</param>
public readonly record struct TrackingConverterOutput(double PowerW, double CurrentA, double LossW, double EfficiencyPercent);

/// <summary>A photovoltaic string's converter. Power of the string = power into the bus + loss, always.</summary>
public static class TrackingConverter
{
    /// <summary>What reaches the bus of a string's power.</summary>
    /// <param name="parameters">The converter, validated.</param>
    /// <param name="stringPowerW">Power of the string in W, at least 0; see <see cref="StringPowerW"/> for the most that it may give.</param>
    /// <param name="busVoltageV">Voltage of the bus in V; 0 while it is dead, which takes no power.</param>
    /// <returns>What the converter does; nothing while the string does not cover the standing loss.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A power or voltage is negative or not finite.</exception>
    public static TrackingConverterOutput Convert(TrackingConverterParameters parameters, double stringPowerW, double busVoltageV)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require.NotNegative(stringPowerW, parameters.Element);
        Require.NotNegative(busVoltageV, parameters.Element);
        var usableW = stringPowerW - parameters.StandbyLossW;
        if (usableW <= 0 || busVoltageV <= 0)
        {
            return new(0, 0, stringPowerW, 0);
        }

        // U·I = P − a − b·I − c·I²; the form of the root that also holds for c = 0.
        var slope = busVoltageV + parameters.LinearLossWPerA;
        var currentA = 2 * usableW / (slope + Math.Sqrt((slope * slope) + (4 * parameters.QuadraticLossOhm * usableW)));
        var powerW = busVoltageV * currentA;
        return new(powerW, currentA, stringPowerW - powerW, 100 * powerW / stringPowerW);
    }

    /// <summary>The power of the string with which a power into the bus is reached, in W: to what it is throttled by a limit.</summary>
    /// <param name="parameters">The converter, validated.</param>
    /// <param name="busPowerW">Power into the bus in W, at least 0; more than the rated power is taken for that.</param>
    /// <param name="busVoltageV">Voltage of the bus in V; 0 while it is dead.</param>
    /// <returns>The power in W; 0 on a dead bus.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A power or voltage is negative or not a number.</exception>
    public static double StringPowerW(TrackingConverterParameters parameters, double busPowerW, double busVoltageV)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require.Limit(busPowerW, parameters.Element);
        Require.NotNegative(busVoltageV, parameters.Element);
        if (busVoltageV <= 0)
        {
            return 0;
        }

        var powerW = Math.Min(busPowerW, parameters.RatedPowerW);
        var currentA = powerW / busVoltageV;
        return powerW + parameters.StandbyLossW + (((parameters.QuadraticLossOhm * currentA) + parameters.LinearLossWPerA) * currentA);
    }
}
