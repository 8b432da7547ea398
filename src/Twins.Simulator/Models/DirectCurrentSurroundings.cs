using Twins.Energy.Physics;
using Twins.Simulator.Electrical;

namespace Twins.Simulator.Models;

/// <summary>
/// What hangs on a DC bus of which the site describes only the converters: consumers, photovoltaics and a buffer, sized after the
/// converters, so that a converter alone has something to supply. It disappears as soon as the site describes devices of its own.
/// </summary>
internal sealed class DirectCurrentSurroundings
{
    private readonly Terminal _passive;
    private readonly Terminal _buffer;
    private readonly LoadParameters _load;
    private readonly PhotovoltaicParameters _array;
    private readonly BatteryParameters _battery;
    private PhotovoltaicState _arrayState = new(20);
    private BatteryState _batteryState;

    public DirectCurrentSurroundings(Bus bus, double converterPowerW, ulong seed, TimeSpan utcOffset)
    {
        _passive = bus.Connect();
        _buffer = bus.Connect();
        var element = $"surroundings of {bus.Key}";
        _load = new LoadParameters
        {
            Element = element,
            Seed = SeededNoise.Derive(seed, element),
            PeakPowerW = 0.4 * converterPowerW,
            Profile = DailyProfile.Office,
            UtcOffset = utcOffset,
        }.Validated();
        _array = new PhotovoltaicParameters { Element = element, PeakPowerW = 0.4 * converterPowerW }.Validated();
        _battery = BatteryParameters.FromRatings(element, 2 * converterPowerW, 1.5 * converterPowerW, 1.5 * converterPowerW);
        _batteryState = Battery.Start(_battery, 0.5);
    }

    /// <summary>States load and sun as constant power, and offers the buffer as the one that holds the bus.</summary>
    public void Propose(Tick tick)
    {
        var light = tick.Weather.Irradiance.OnPlane(tick.Weather.Sun, _array.TiltDeg, _array.AzimuthDeg);
        (_arrayState, var sun) = Photovoltaic.Step(_array, _arrayState, new(light, tick.Weather.AmbientTemperatureC), tick.Length);
        _passive.PowerW = sun.PowerW - Load.DemandW(_load, tick.Time);

        var envelope = BatteryEnvelope.Of(_battery, _batteryState, tick.Length);
        var nominalV = _buffer.Bus.NominalVoltageV;
        var highestV = DirectCurrentBus.HighestShare * nominalV;
        _buffer.PowerW = 0;
        _buffer.HoldingRank = 1;
        _buffer.Droop = new DroopSource(
            nominalV,
            0.03 * nominalV * nominalV / _battery.MaxDischargePowerW,
            -envelope.ChargePowerW / highestV,
            envelope.DischargePowerW / highestV);
    }

    /// <summary>Steps the buffer with what the bus made of it.</summary>
    public void Convert(Tick tick) =>
        (_batteryState, _) = Battery.Step(_battery, _batteryState, new(_buffer.PowerW, tick.Weather.AmbientTemperatureC), tick.Length);
}
