using System.Collections.Immutable;
using Twins.Energy.Physics;
using Twins.Simulator.Electrical;
using Twins.Sites;

namespace Twins.Simulator.Models;

/// <summary>
/// The physics of one site: devices, what surrounds them, and the buses at which their powers sum to zero. Deterministic: the same
/// site, seed, start and steps give the same values. Not thread-safe but for <see cref="DeviceValues"/>.
/// </summary>
internal sealed class SitePlant
{
    // Beyond this many steps at once (a stalled process, or a very fast clock) steps are lengthened instead.
    private const int MaxStepsPerAdvance = 500;

    private readonly ImmutableArray<DirectCurrentSurroundings> _surroundings;
    private readonly ImmutableArray<DirectCurrentBus> _directCurrentBuses;
    private readonly ImmutableArray<AlternatingCurrentBus> _alternatingCurrentBuses;
    private readonly WeatherParameters _weather;
    private readonly RoomClimate _room = new();
    private readonly TimeSpan _step;
    private long _nowTicks;

    public SitePlant(SiteConfiguration site, SimulatorOptions options, DateTimeOffset start)
    {
        _step = options.Step;
        var seed = SeededNoise.Derive(options.Seed, site.Description.Key);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(site.Description.TimeZone);
        var network = new SiteNetwork(site.Description, options.Seed);
        var models = new DeviceModels(network, _room, options, zone.GetUtcOffset(start));
        Devices = [.. site.Devices.Select(models.Create)];
        _weather = Weather(site.Description.Position, seed);
        _surroundings = [.. Surroundings(site, network, seed, zone.GetUtcOffset(start))];
        _directCurrentBuses = [.. network.Buses.OfType<DirectCurrentBus>()];
        _alternatingCurrentBuses = [.. network.Buses.OfType<AlternatingCurrentBus>()];
        Step(start, _step);
    }

    /// <summary>Simulated instant up to which the site was stepped.</summary>
    public DateTimeOffset Now => new(Volatile.Read(ref _nowTicks), TimeSpan.Zero);

    public ImmutableArray<DeviceModel> Devices { get; }

    /// <summary>Steps the site up to an instant; whole steps only, the rest waits for the next call.</summary>
    public void AdvanceTo(DateTimeOffset time)
    {
        var due = (time - Now) / _step;
        if (due < 1)
        {
            return;
        }

        var steps = Math.Min((long)due, MaxStepsPerAdvance);
        var length = steps == MaxStepsPerAdvance ? (time - Now) / steps : _step;
        for (var i = 0; i < steps; i++)
        {
            Step(Now + length, length);
        }
    }

    private void Step(DateTimeOffset time, TimeSpan length)
    {
        var tick = new Tick(time, length, Energy.Physics.Weather.At(_weather, time));
        Propose(tick);
        foreach (var bus in _directCurrentBuses)
        {
            bus.Balance(tick);
        }

        foreach (var device in Devices)
        {
            device.Convert(tick);
        }

        foreach (var other in _surroundings)
        {
            other.Convert(tick);
        }

        foreach (var bus in _alternatingCurrentBuses)
        {
            bus.Balance(tick);
        }

        _room.Mix(length);
        Publish(tick);
        Volatile.Write(ref _nowTicks, time.UtcTicks);
    }

    /// <summary>Setpoints are read here and written by requests: hence under the device's gate.</summary>
    private void Propose(Tick tick)
    {
        foreach (var device in Devices)
        {
            lock (device.Values.Gate)
            {
                device.Setpoints.Expire(tick.Time);
                device.Propose(tick);
            }
        }

        foreach (var other in _surroundings)
        {
            other.Propose(tick);
        }
    }

    private void Publish(Tick tick)
    {
        foreach (var device in Devices)
        {
            lock (device.Values.Gate)
            {
                device.Publish(tick);
            }
        }
    }

    private static WeatherParameters Weather(Twins.Points.PositionValue? position, ulong seed)
    {
        const double middleOfEuropeLatitude = 48;
        const double middleOfEuropeLongitude = 9;
        return new WeatherParameters
        {
            Seed = SeededNoise.Derive(seed, "weather"),
            LatitudeDeg = position?.LatitudeDegrees ?? middleOfEuropeLatitude,
            LongitudeDeg = position?.LongitudeDegrees ?? middleOfEuropeLongitude,
        }.Validated();
    }

    private static double RatedW(DeviceEntry converter)
    {
        const double defaultW = 50_000;
        return Math.Max(
            converter.Ratings.GetValueOrDefault("maxImportPower", defaultW), converter.Ratings.GetValueOrDefault("maxExportPower", defaultW));
    }

    /// <summary>A DC bus on which the site describes nothing but converters and generators gets surroundings: somebody to supply.</summary>
    private static IEnumerable<DirectCurrentSurroundings> Surroundings(SiteConfiguration site, SiteNetwork network, ulong seed, TimeSpan utcOffset)
    {
        var inhabited = site.Devices
            .Where(device => device.Entry.Buses.ContainsKey("bus") && !device.Type.Capabilities.Contains("generation", StringComparer.Ordinal))
            .Select(device => network.BusAt(device.Entry, "bus"))
            .ToHashSet();
        return site.Description.Devices
            .Where(entry => site.FindDevice(entry.Key) is { } device && device.Type.Key is "interlink-converter" or "active-front-end")
            .Select(entry => (Bus: network.BusAt(entry, "dc"), PowerW: RatedW(entry)))
            .Where(converter => !inhabited.Contains(converter.Bus))
            .GroupBy(converter => converter.Bus)
            .Select(bus => new DirectCurrentSurroundings(bus.Key, bus.Sum(converter => converter.PowerW), seed, utcOffset));
    }
}
