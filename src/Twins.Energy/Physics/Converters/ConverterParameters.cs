using Twins.Energy.Physics.DirectCurrent;

namespace Twins.Energy.Physics.Converters;

/// <summary>
/// An AC/DC converter. Its loss is <c>a + b·I + c·I²</c> of the AC phase current (Beerten, Cole, Belmans: "Generalized steady-state
/// VSC MTDC model", IEEE Trans. Power Systems 27, 2012).
/// </summary>
public sealed record ConverterParameters
{
    /// <summary>Name used in errors. Default <c>converter</c>.</summary>
    public string Element { get; init; } = "converter";

    /// <summary>Largest DC power in either direction and largest AC apparent power, magnitude in W or VA. Above 0.</summary>
    public required double RatedPowerW { get; init; }

    /// <summary>Nominal DC voltage in V. Above 0.</summary>
    public required double NominalDcVoltageV { get; init; }

    /// <summary>Nominal AC line-to-line voltage in V. Default 400.</summary>
    public double NominalAcVoltageV { get; init; } = 400;

    /// <summary>a: loss while switched on without current, in W, at least 0.</summary>
    public required double StandbyLossW { get; init; }

    /// <summary>b: loss per ampere, in W/A, at least 0.</summary>
    public required double LinearLossWPerA { get; init; }

    /// <summary>c: loss per square ampere, in Ω, at least 0.</summary>
    public required double QuadraticLossOhm { get; init; }

    /// <summary>Fastest change of the DC power in power mode, in W/s; infinite for none. Default infinite.</summary>
    public double RampWPerS { get; init; } = double.PositiveInfinity;

    /// <summary>Droop of the voltage mode in Ω: what remains of a regulator with high but finite gain. Default 0.001.</summary>
    public double VoltageModeDroopOhm { get; init; } = 0.001;

    /// <summary>A converter of typical efficiency: 0.3 % standing, 0.7 % linear and 1 % quadratic loss at rated current.</summary>
    /// <param name="element">Name used in errors.</param>
    /// <param name="ratedPowerW">Rated power, magnitude in W.</param>
    /// <param name="nominalDcVoltageV">Nominal DC voltage in V.</param>
    /// <param name="nominalAcVoltageV">Nominal AC line-to-line voltage in V. Default 400.</param>
    /// <returns>Validated parameters: 98 % at rated power.</returns>
    public static ConverterParameters FromRatings(
        string element, double ratedPowerW, double nominalDcVoltageV, double nominalAcVoltageV = 400)
    {
        var ratedA = ratedPowerW / (Math.Sqrt(3) * nominalAcVoltageV);
        return new ConverterParameters
        {
            Element = element,
            RatedPowerW = ratedPowerW,
            NominalDcVoltageV = nominalDcVoltageV,
            NominalAcVoltageV = nominalAcVoltageV,
            StandbyLossW = 0.003 * ratedPowerW,
            LinearLossWPerA = 0.007 * ratedPowerW / ratedA,
            QuadraticLossOhm = 0.01 * ratedPowerW / (ratedA * ratedA),
        }.Validated();
    }

    /// <summary>The converter as a source on its DC bus in voltage or droop mode, limited by its rated power.</summary>
    /// <param name="referenceVoltageV">V0 in V.</param>
    /// <param name="droopResistanceOhm">r in Ω; raised to <see cref="VoltageModeDroopOhm"/> when smaller.</param>
    /// <returns>The source.</returns>
    public DroopSource OnDcBus(double referenceVoltageV, double droopResistanceOhm)
    {
        var limitA = RatedPowerW / NominalDcVoltageV;
        return new(referenceVoltageV, Math.Max(droopResistanceOhm, VoltageModeDroopOhm), -limitA, limitA);
    }

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public ConverterParameters Validated()
    {
        Require.Positive(RatedPowerW, Element);
        Require.Positive(NominalDcVoltageV, Element);
        Require.Positive(NominalAcVoltageV, Element);
        Require.NotNegative(StandbyLossW, Element);
        Require.NotNegative(LinearLossWPerA, Element);
        Require.NotNegative(QuadraticLossOhm, Element);
        Require.Limit(RampWPerS, Element);
        Require.Positive(VoltageModeDroopOhm, Element);
        return this;
    }
}
