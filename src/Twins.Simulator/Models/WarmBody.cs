using Twins.Energy.Physics;

namespace Twins.Simulator.Models;

/// <summary>A temperature that follows its surroundings and losses with a lag; exact at any step length.</summary>
internal sealed class WarmBody(double temperatureC, TimeSpan timeConstant)
{
    public double TemperatureC { get; private set; } = temperatureC;

    public void Approach(double steadyC, TimeSpan step) =>
        TemperatureC = FirstOrder.Approach(TemperatureC, steadyC, step, timeConstant.TotalSeconds);
}
