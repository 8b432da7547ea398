namespace Twins.Energy.Physics;

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
    /// <param name="stringPowerW">Power of the string in W, at least 0; see <see cref="StringPowerW"/> for its maximum.</param>
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

/// <summary>
/// A DC/DC converter that tracks the maximum power point of a photovoltaic string and delivers into a bus. Its loss is
/// <c>a + b·I + c·I²</c> of the current into the bus, as <see cref="ConverterParameters"/> has it for AC/DC converters.
/// </summary>
public sealed record TrackingConverterParameters
{
    /// <summary>Name used in errors. Default <c>converter</c>.</summary>
    public string Element { get; init; } = "converter";

    /// <summary>Largest power into the bus, magnitude in W. Above 0.</summary>
    public required double RatedPowerW { get; init; }

    /// <summary>a: loss while the string gives power, in W, at least 0. The string feeds it: in the dark there is none.</summary>
    public required double StandbyLossW { get; init; }

    /// <summary>b: loss per ampere, in W/A, at least 0.</summary>
    public required double LinearLossWPerA { get; init; }

    /// <summary>c: loss per square ampere, in Ω, at least 0.</summary>
    public required double QuadraticLossOhm { get; init; }

    /// <summary>A small converter of typical efficiency: 0.5 % standing, 1 % linear and 1.5 % quadratic loss at rated power.</summary>
    /// <param name="element">Name used in errors.</param>
    /// <param name="ratedPowerW">Rated power into the bus, magnitude in W.</param>
    /// <param name="nominalVoltageV">Nominal voltage of the bus in V.</param>
    /// <returns>Validated parameters: 97 % at rated power.</returns>
    public static TrackingConverterParameters FromRatings(string element, double ratedPowerW, double nominalVoltageV)
    {
        var ratedA = ratedPowerW / nominalVoltageV;
        return new TrackingConverterParameters
        {
            Element = element,
            RatedPowerW = ratedPowerW,
            StandbyLossW = 0.005 * ratedPowerW,
            LinearLossWPerA = 0.01 * ratedPowerW / ratedA,
            QuadraticLossOhm = 0.015 * ratedPowerW / (ratedA * ratedA),
        }.Validated();
    }

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public TrackingConverterParameters Validated()
    {
        Require.Positive(RatedPowerW, Element);
        Require.NotNegative(StandbyLossW, Element);
        Require.NotNegative(LinearLossWPerA, Element);
        Require.NotNegative(QuadraticLossOhm, Element);
        return this;
    }
}
