using System.Collections.Immutable;
using System.Globalization;
using Twins.Adapters.Modbus;
using Twins.Adapters.Mqtt;
using Twins.Sites;

namespace Twins.Simulator;

/// <summary>Sites made for tests and benchmarks from devices that are described elsewhere.</summary>
public static class SimulatedSites
{
    private const int MaxUnitsPerConnection = 247;

    private static readonly ModbusEndpoint AnyLoopback = new("127.0.0.1", 502, TimeSpan.FromSeconds(1), 4);

    private static readonly MqttEndpoint AnyBroker = new() { Host = "127.0.0.1" };

    /// <summary>A site of one device alone, without the rest of its own site.</summary>
    /// <param name="device">The device; keeps its identity, ratings and counts.</param>
    /// <returns>A site with one connection.</returns>
    public static SiteConfiguration Alone(TwinDefinition device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new SiteConfiguration(Describe(device.Key.Site, [device]), [device]);
    }

    /// <summary>A site of many copies of one device.</summary>
    /// <param name="prototype">The device that is copied.</param>
    /// <param name="count">Number of copies, 1 to 100,000; keys <c>key-1</c>, <c>key-2</c>, ….</param>
    /// <param name="devicesPerConnection">Copies that share one connection with unit ids from 1, 1 to 247. Default 1.</param>
    /// <returns>The site; its own key is <c>fleet</c>.</returns>
    public static SiteConfiguration Fleet(TwinDefinition prototype, int count, int devicesPerConnection = 1)
    {
        ArgumentNullException.ThrowIfNull(prototype);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(devicesPerConnection, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(devicesPerConnection, MaxUnitsPerConnection);
        var devices = Enumerable.Range(0, count).Select(index => Copy(prototype, index, devicesPerConnection)).ToImmutableArray();
        return new SiteConfiguration(Describe("fleet", devices), devices);
    }

    private static TwinDefinition Copy(TwinDefinition prototype, int index, int devicesPerConnection)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{prototype.Key.Device}-{index + 1}");
        var entry = prototype.Entry with
        {
            Key = key,
            Title = key,
            Connection = string.Create(CultureInfo.InvariantCulture, $"connection-{(index / devicesPerConnection) + 1}"),
            Address = new ModbusAddress((index % devicesPerConnection) + 1),
            Buses = ImmutableDictionary<string, string>.Empty,
        };
        return new TwinDefinition(
            new DeviceKey("fleet", key), prototype.Type, prototype.Description, entry, prototype.Points, prototype.Hash) { TimeZone = prototype.TimeZone };
    }

    private static ConnectionDescription Connection(TwinDefinition device) => new(
        device.Entry.Connection, device.Description.Protocol is MqttDescription ? AnyBroker : AnyLoopback);

    private static SiteDescription Describe(string key, ImmutableArray<TwinDefinition> devices) => new()
    {
        Key = key,
        Title = key,
        Connections = [.. devices.DistinctBy(device => device.Entry.Connection, StringComparer.Ordinal).Select(Connection)],
        Devices = [.. devices.Select(device => device.Entry)],
    };
}
