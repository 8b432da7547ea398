using Twins.Sites;
using Twins.Energy.Physics;
using Twins.Simulator.Electrical;

namespace Twins.Simulator.Models;

/// <summary>Gives each kind of asset its physics.</summary>
internal sealed class DeviceModels(SiteNetwork network, RoomClimate room, SimulatorOptions options, TimeSpan utcOffset)
{
    public DeviceModel Create(TwinDefinition definition)
    {
        var entry = definition.Entry;
        var seed = SeededNoise.Derive(options.Seed, definition.Key.ToString());
        return definition.Type.Key switch
        {
            "bess" => new BatteryModel(definition, At(entry, "bus"), options.InitialStateOfCharge),
            "load" => new SwitchedLoadModel(definition, At(entry, "bus", consumer: true), seed, utcOffset),
            "pv" => new PhotovoltaicModel(definition, At(entry, "bus")),
            "micro-converter" => new MicroConverterModel(definition, At(entry, "bus")),
            "pdu" => new DistributionUnitModel(definition, At(entry, "bus", consumer: true), room, seed, utcOffset),
            "fan-controller" => new FanModel(definition, At(entry, "bus", consumer: true), room),
            "controllable-server" => new ServerModel(definition, At(entry, "bus", consumer: true), room, seed),
            "active-front-end" => new FrontEndModel(definition, At(entry, "ac"), At(entry, "dc")),
            "interlink-converter" => new InterlinkModel(definition, At(entry, "ac"), At(entry, "dc")),
            "meter" when network.BusAt(entry, "bus") is AlternatingCurrentBus bus => new MeterModel(definition, bus),
            "dc-meter" => new DirectCurrentMeterModel(definition, network.BusAt(entry, "bus")),
            _ => new GenericModel(definition, seed),
        };
    }

    private Terminal At(DeviceEntry entry, string terminal, bool consumer = false) => network.BusAt(entry, terminal).Connect(consumer);
}
