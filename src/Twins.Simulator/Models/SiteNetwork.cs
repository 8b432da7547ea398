using Twins.Sites;
using Twins.Energy.Physics;
using Twins.Simulator.Electrical;

namespace Twins.Simulator.Models;

/// <summary>
/// The buses of a site as described. A device whose terminals the site ties to no bus gets a grid-fed 400 V bus (a DC terminal a 700 V
/// bus) of its own, so that a single device can be simulated without a network.
/// </summary>
internal sealed class SiteNetwork
{
    private const double LowVoltageV = 400;
    private const double DirectVoltageV = 700;

    private readonly Dictionary<string, Bus> _buses = new(StringComparer.Ordinal);
    private readonly SiteDescription _site;
    private readonly ulong _seed;

    public SiteNetwork(SiteDescription site, ulong seed)
    {
        _site = site;
        _seed = seed;
        foreach (var bus in site.Network?.Buses ?? [])
        {
            _buses[bus.Key] = Make(bus.Key, bus.Kind, bus.NominalVoltage);
        }
    }

    /// <summary>Every bus: the described ones, and the devices' own as far as they were asked for.</summary>
    public IEnumerable<Bus> Buses => _buses.Values;

    /// <summary>The bus at a device's terminal.</summary>
    /// <param name="entry">The device.</param>
    /// <param name="terminal">Terminal key: <c>bus</c>, <c>ac</c> or <c>dc</c>.</param>
    public Bus BusAt(DeviceEntry entry, string terminal)
    {
        if (entry.Buses.TryGetValue(terminal, out var key) && _buses.TryGetValue(key, out var described))
        {
            return described;
        }

        var own = $"{entry.Key}.{terminal}";
        if (!_buses.TryGetValue(own, out var bus))
        {
            var kind = terminal == "dc" ? BusKind.Dc : BusKind.Ac;
            _buses[own] = bus = Make(own, kind, kind == BusKind.Dc ? DirectVoltageV : LowVoltageV);
        }

        return bus;
    }

    private Bus Make(string key, BusKind kind, double nominalVoltageV) => kind == BusKind.Dc
        ? new DirectCurrentBus(key, nominalVoltageV)
        : new AlternatingCurrentBus(key, nominalVoltageV, SeededNoise.Derive(_seed, $"{_site.Key}/{key}"));
}
