namespace Twins.Simulator.Models;

/// <summary>
/// The air that electronics heat and fans move: outlet air is warmer than supply air by heat over the flow's heat capacity.
/// </summary>
internal sealed class RoomClimate
{
    // Density 1.2 kg/m³ × specific heat 1.005 kJ/(kg·K), in Wh/(m³·K).
    private const double AirHeatCapacityWhPerM3K = 0.335;
    private const double NaturalFlowM3PerH = 800;

    private readonly WarmBody _air = new(SupplyTemperatureC + 8, TimeSpan.FromMinutes(3));
    private double _heatW;
    private double _flowM3PerH;

    /// <summary>Temperature of the air that the fans bring in, in °C.</summary>
    public const double SupplyTemperatureC = 20;

    /// <summary>Temperature of the air behind the electronics, in °C.</summary>
    public double OutletTemperatureC => _air.TemperatureC;

    public void AddHeat(double powerW) => _heatW += powerW;

    public void AddFlow(double flowM3PerH) => _flowM3PerH += flowM3PerH;

    /// <summary>Mixes what was added since the last step.</summary>
    public void Mix(TimeSpan step)
    {
        var flow = NaturalFlowM3PerH + _flowM3PerH;
        _air.Approach(Math.Min(SupplyTemperatureC + (_heatW / (AirHeatCapacityWhPerM3K * flow)), 90), step);
        _heatW = 0;
        _flowM3PerH = 0;
    }
}
