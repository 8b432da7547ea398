namespace Twins.Energy.Physics.Solar;

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

    /// <summary>Voltage of greatest power at 1000 W/m² and 25 °C, in V. Default 600.</summary>
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
