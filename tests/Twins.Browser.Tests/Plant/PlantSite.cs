using System.Collections.Immutable;
using Twins.Connections;
using Twins.Devices;
using Twins.Sites;

namespace Twins.OperatorConsole.Tests.Plant;

/// <summary>A site grain and its feed, with devices that a test moves.</summary>
public sealed class PlantSite : ISite, ISiteFeed
{
    private readonly TimeProvider _clock;
    private readonly ImmutableDictionary<string, PlantDevice> _devices;
    private ImmutableList<ILiveObserver> _observers = [];

    public PlantSite(SiteConfiguration site, TimeProvider clock)
    {
        _clock = clock;
        Site = site;
        _devices = site.Devices.ToImmutableDictionary(definition => definition.Key.Device, definition => new PlantDevice(definition, clock), StringComparer.Ordinal);
        Connections = [.. site.Description.Connections.Select(connection => new ConnectionStatus(
            connection.Key, connection.Settings.Protocol == "mqtt" ? "MQTT 5.0" : "Modbus TCP", $"{((INetworkSettings)connection.Settings).Host}:{((INetworkSettings)connection.Settings).Port}", ConnectionState.Connected, Timestamp.Now(clock), 1200, 0, null, false, 0))];
        foreach (var device in _devices.Values)
        {
            device.Changed = Publish;
        }
    }

    public SiteConfiguration Site { get; }

    public PowerBalance Balance { get; set; } = new(12_300, 0, -4_000, -8_300, 64, 3, 3);

    public NetworkMode Mode { get; set; } = NetworkMode.Grid;

    public ImmutableArray<ConnectionStatus> Connections { get; set; }

    /// <summary>When set, the overview cannot be read.</summary>
    public string? Broken { get; set; }

    public PlantDevice this[string device] => _devices[device];

    public IEnumerable<PlantDevice> Devices => Site.Devices.Select(definition => _devices[definition.Key.Device]);

    public Task<SiteOverview> GetOverviewAsync(CancellationToken cancellationToken = default) => Broken is { } reason
        ? Task.FromException<SiteOverview>(new TimeoutException(reason))
        : Task.FromResult(new SiteOverview(
            Site.Description.Key, Timestamp.Now(_clock), Mode, Balance, [.. Devices.Select(device => Health(device))], Connections));

    public Task<bool> SubscribeAsync(ILiveObserver observer)
    {
        _observers = _observers.Contains(observer) ? _observers : _observers.Add(observer);
        return Task.FromResult(true);
    }

    public Task UnsubscribeAsync(ILiveObserver observer)
    {
        _observers = _observers.Remove(observer);
        return Task.CompletedTask;
    }

    public Task<long> NextStartAsync(string connection, CancellationToken cancellationToken = default) => Task.FromResult(1L);

    public Task PublishAsync(DeviceChange change)
    {
        Publish(change);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    private void Publish(DeviceChange change)
    {
        foreach (var observer in _observers)
        {
            _ = observer.OnChangeAsync(change);
        }
    }

    private static DeviceHealth Health(PlantDevice device)
    {
        var expected = device.Definition.Points.Count(point => point is { Setpoint: null, Period: not null });
        var fresh = device.Connectivity.State == Connectivity.Online ? expected : 0;
        return new(device.Definition.Key.Device, device.Definition.Type.Key, device.Connectivity, fresh, expected, []);
    }
}
