namespace Twins.Energy.Physics;

/// <summary>How a photovoltaic generator is at one instant.</summary>
/// <param name="CellTemperatureC">Cell temperature in °C.</param>
public readonly record struct PhotovoltaicState(double CellTemperatureC);

/// <summary>What acts on a photovoltaic generator in one step.</summary>
/// <param name="IrradianceWPerM2">Light on the modules' plane, in W/m², 0 … 2000.</param>
/// <param name="AmbientTemperatureC">Air temperature in °C.</param>
/// <param name="PowerLimitW">Curtailment: power is not to exceed this, magnitude in W; infinite when not curtailed.</param>
public readonly record struct PhotovoltaicInput(
    double IrradianceWPerM2, double AmbientTemperatureC, double PowerLimitW = double.PositiveInfinity);

/// <summary>What a photovoltaic generator did in one step.</summary>
/// <param name="PowerW">Power into the DC bus in W, at least 0.</param>
/// <param name="AvailablePowerW">Power without curtailment in W.</param>
/// <param name="VoltageV">Voltage of the generator in V; the tracker's, 0 in the dark.</param>
/// <param name="CurrentA">Current in A.</param>
/// <param name="HeatW">The rest of the light on the modules' area, reflected or turned to heat, in W.</param>
public readonly record struct PhotovoltaicOutput(double PowerW, double AvailablePowerW, double VoltageV, double CurrentA, double HeatW);

/// <summary>
/// A photovoltaic generator in steps: power proportional to light, falling with cell temperature (Dobos: "PVWatts Version 5 Manual",
/// NREL/TP-6A20-62641, ch. 9); cell temperature by NOCT with a thermal lag. Light in = power out + heat, in every step.
/// </summary>
public static class Photovoltaic
{
    private const double DarkWPerM2 = 1;

    /// <summary>One step.</summary>
    /// <param name="parameters">The generator, validated.</param>
    /// <param name="state">State at the beginning.</param>
    /// <param name="input">Light, air and curtailment, constant over the step.</param>
    /// <param name="step">Length, longer than zero.</param>
    /// <returns>State at the end, and what happened meanwhile.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input is not possible, or the step is not longer than zero.</exception>
    public static (PhotovoltaicState State, PhotovoltaicOutput Output) Step(
        PhotovoltaicParameters parameters, PhotovoltaicState state, PhotovoltaicInput input, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _ = Require.Hours(step, parameters.Element);
        Require.Within(input.IrradianceWPerM2, 0, 2000, parameters.Element);
        Require.Within(input.AmbientTemperatureC, -60, 70, parameters.Element);
        Require.Limit(input.PowerLimitW, parameters.Element);

        var steadyC = input.AmbientTemperatureC + (input.IrradianceWPerM2 * (parameters.NominalOperatingCellTemperatureC - 20) / 800);
        var cellC = FirstOrder.Approach(state.CellTemperatureC, steadyC, step, parameters.CellTimeConstantS);
        var warmthK = cellC - 25;
        var incidentW = input.IrradianceWPerM2 * parameters.AreaM2;
        var availableW = incidentW * parameters.ModuleEfficiency * (1 - parameters.SystemLoss)
            * Math.Max(0, 1 + (parameters.PowerTemperatureCoefficientPerK * warmthK));
        var powerW = Math.Min(availableW, input.PowerLimitW);
        var voltageV = VoltageV(parameters, input.IrradianceWPerM2, warmthK);
        var currentA = voltageV > 0 ? powerW / voltageV : 0;
        return (new(cellC), new(powerW, availableW, voltageV, currentA, incidentW - powerW));
    }

    /// <summary>The voltage of the maximum power point falls with temperature and, like a diode's, with the logarithm of light.</summary>
    private static double VoltageV(PhotovoltaicParameters parameters, double irradianceWPerM2, double warmthK)
    {
        if (irradianceWPerM2 < DarkWPerM2)
        {
            return 0;
        }

        const double sharePerDecade = 0.06;
        var light = 1 + (sharePerDecade * Math.Log10(irradianceWPerM2 / 1000));
        return Math.Max(1, parameters.PeakPowerVoltageV * light * (1 + (parameters.VoltageTemperatureCoefficientPerK * warmthK)));
    }
}

/// <summary>A photovoltaic generator: modules of one orientation behind one maximum-power-point tracker.</summary>
public sealed record PhotovoltaicParameters
{
    /// <summary>Name used in errors. Default <c>pv</c>.</summary>
    public string Element { get; init; } = "pv";

    /// <summary>DC power at 1000 W/m² and 25 °C, in W. Above 0.</summary>
    public required double PeakPowerW { get; init; }

    /// <summary>Share of light that becomes power under those conditions, fraction. Default 0.20.</summary>
    public double ModuleEfficiency { get; init; } = 0.20;

    /// <summary>Change of power with cell temperature, per K. Default −0.0035 (crystalline silicon).</summary>
    public double PowerTemperatureCoefficientPerK { get; init; } = -0.0035;

    /// <summary>Soiling, mismatch, cables: share of power lost, fraction. Default 0.08.</summary>
    public double SystemLoss { get; init; } = 0.08;

    /// <summary>Cell temperature at 800 W/m² and 20 °C of air, in °C. Default 45 (NOCT of common modules, IEC 61215).</summary>
    public double NominalOperatingCellTemperatureC { get; init; } = 45;

    /// <summary>How fast cells follow the light, in s. Default 300.</summary>
    public double CellTimeConstantS { get; init; } = 300;

    /// <summary>Voltage of the maximum power point at 1000 W/m² and 25 °C, in V. Default 600.</summary>
    public double PeakPowerVoltageV { get; init; } = 600;

    /// <summary>Change of that voltage with cell temperature, per K. Default −0.0029.</summary>
    public double VoltageTemperatureCoefficientPerK { get; init; } = -0.0029;

    /// <summary>Tilt from horizontal in °, 0 … 90. Default 30.</summary>
    public double TiltDeg { get; init; } = 30;

    /// <summary>Direction the modules face, ° clockwise from north. Default 180 (south).</summary>
    public double AzimuthDeg { get; init; } = 180;

    /// <summary>Module area in m², from peak power and efficiency.</summary>
    public double AreaM2 => PeakPowerW / (1000 * ModuleEfficiency);

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public PhotovoltaicParameters Validated()
    {
        Require.Positive(PeakPowerW, Element);
        Require.Within(ModuleEfficiency, 0.01, 0.5, Element);
        Require.Within(PowerTemperatureCoefficientPerK, -0.02, 0, Element);
        Require.Within(SystemLoss, 0, 1, Element);
        Require.Within(NominalOperatingCellTemperatureC, 20, 100, Element);
        Require.Positive(CellTimeConstantS, Element);
        Require.Positive(PeakPowerVoltageV, Element);
        Require.Within(VoltageTemperatureCoefficientPerK, -0.02, 0, Element);
        Require.Within(TiltDeg, 0, 90, Element);
        Require.Within(AzimuthDeg, 0, 360, Element);
        return this;
    }
}
