namespace Twins.Energy.Physics.Converters;

/// <summary>
/// A DC/DC converter that tracks the point of greatest power of a photovoltaic string and delivers into a bus. Its loss is
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
