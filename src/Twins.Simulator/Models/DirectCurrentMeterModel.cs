using Twins.Points;
using Twins.Sites;
using Twins.Simulator.Electrical;

namespace Twins.Simulator.Models;

/// <summary>A direct-current meter (<c>dc-meter</c>) at the feeder of its bus's consumers.</summary>
internal sealed class DirectCurrentMeterModel(TwinDefinition definition, Bus bus) : DeviceModel(definition)
{
    private PointHandle Power => Point("activePower");

    private PointHandle Voltage => Point("voltage");

    private PointHandle Current => Point("current");

    /// <inheritdoc/>
    public override double Magnitude(PointDefinition point) => Math.Min(base.Magnitude(point), 1e6);

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        var powerW = 0.0;
        for (var i = 0; i < bus.Terminals.Count; i++)
        {
            powerW += bus.Terminals[i].Consumer ? bus.Terminals[i].PowerW : 0;
        }

        Power.Set(powerW);
        Voltage.Set(bus.VoltageV);
        Current.Set(bus.VoltageV > 0 ? powerW / bus.VoltageV : 0);
    }
}
