using Twins.Energy.Physics;
using Twins.Points;
using Twins.Sites;

namespace Twins.Simulator.Models;

/// <summary>
/// The physics behind one device. What the device is asked to follow arrives as setpoint points; what it measures is published as
/// the other points, all in canonical units.
/// </summary>
internal abstract class DeviceModel
{
    protected DeviceModel(TwinDefinition definition)
    {
        Definition = definition;
        Values = new DeviceValues(definition.Points);
        Setpoints = new SetpointBook(definition, Values);
    }

    public TwinDefinition Definition { get; }

    public DeviceValues Values { get; }

    /// <summary>What the device lets itself be told.</summary>
    public SetpointBook Setpoints { get; }

    /// <summary>Largest magnitude that a point is expected to take, in its canonical unit: what a device picks its scale factors by.</summary>
    public virtual double Magnitude(PointDefinition point)
    {
        const double counterMagnitude = 1e9;
        return point.Range is { } range ? Math.Max(Math.Abs(range.Minimum), Math.Abs(range.Maximum)) : counterMagnitude;
    }

    /// <summary>States at the terminals what the device wants, before the DC buses are balanced. A pure sensor wants nothing.</summary>
    public virtual void Propose(Tick tick)
    {
    }

    /// <summary>Takes what the DC buses gave and states the power at AC terminals, before the AC buses are balanced.</summary>
    public virtual void Convert(Tick tick)
    {
    }

    /// <summary>Shows the outcome in the device's points.</summary>
    public abstract void Publish(Tick tick);

    protected PointHandle Point(string key) => Values.Point(key);

    /// <summary>A rating of the site's file, or a plausible value where the site states none.</summary>
    protected double Rating(string key, double otherwise) => Definition.Entry.Ratings.GetValueOrDefault(key, otherwise);

    /// <summary>Counters of a device that has been in service for some months, from the mean powers of that time.</summary>
    protected EnergyCounters History(double meanDeliveredW, double meanDrawnW)
    {
        const double fewestHours = 2_000;
        const double mostHours = 8_000;
        var age = SeededNoise.Uniform(SeededNoise.Derive(0, Definition.Key.ToString()), 0);
        var hours = fewestHours + ((mostHours - fewestHours) * age);
        return new(meanDeliveredW * hours, meanDrawnW * hours);
    }

    /// <summary>How many parts a repeated group has.</summary>
    protected int Count(string group) => Definition.Entry.Counts.GetValueOrDefault(group, 0);
}
