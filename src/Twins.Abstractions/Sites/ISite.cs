using System.Collections.Immutable;
using Twins.Connections;
using Twins.Brokers;
using Twins.Devices;

namespace Twins.Sites;

/// <summary>A site: starts and stops its twins and adapters, and knows its balance and health. Its key is the site's key.</summary>
[Alias("twins.ISite")]
public interface ISite : IGrainWithStringKey
{
    /// <summary>Starts twins and adapters; safe to call again.</summary>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Stops adapters and lets the twins idle out.</summary>
    Task StopAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Issues the next start of a connection's adapter: durable, from 1, greater than every one before, whatever restarted between. Its
    /// readings are ordered by it.
    /// </summary>
    /// <param name="connection">Key of the connection within the site.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentException">The site has no such connection.</exception>
    [AlwaysInterleave]
    Task<long> NextStartAsync(string connection, CancellationToken cancellationToken = default);

    /// <summary>The site at a glance, gathered from its twins and adapters with bounded fan-out.</summary>
    [AlwaysInterleave]
    Task<SiteOverview> GetOverviewAsync(CancellationToken cancellationToken = default);
}

/// <summary>A site at a glance.</summary>
/// <param name="Site">The site's key.</param>
/// <param name="TakenAt">When it was gathered.</param>
/// <param name="Mode">Whether the site is connected to the public grid.</param>
/// <param name="Balance">Sums of power, with how many values they rest on.</param>
/// <param name="Devices">Health of each device, in the order of the site file.</param>
/// <param name="Connections">Health of each connection, in the order of the site file.</param>
/// <param name="Broker">How the site's own MQTT broker is; null when it runs none, or it could not be asked.</param>
[GenerateSerializer, Alias("twins.site-overview"), Immutable]
public sealed record SiteOverview(
    [property: Id(0)] string Site,
    [property: Id(1)] Timestamp TakenAt,
    [property: Id(2)] NetworkMode Mode,
    [property: Id(3)] PowerBalance Balance,
    [property: Id(4)] ImmutableArray<DeviceHealth> Devices,
    [property: Id(5)] ImmutableArray<ConnectionStatus> Connections,
    [property: Id(6)] BrokerStatus? Broker = null);

/// <summary>Whether a site is connected to the public grid.</summary>
public enum NetworkMode
{
    /// <summary>Not known: no fresh measurement at the grid connection.</summary>
    Unknown,

    /// <summary>Connected.</summary>
    Grid,

    /// <summary>On its own.</summary>
    Islanded,
}

/// <summary>Sums of power over a site, in watts, positive into the bus. Null where no fresh value is at hand.</summary>
/// <param name="GridW">Import from the grid.</param>
/// <param name="GenerationW">Generation.</param>
/// <param name="StorageW">Storage; positive while discharging.</param>
/// <param name="LoadW">Consumption; negative.</param>
/// <param name="StateOfChargePercent">Capacity-weighted, or plain, mean of the storages.</param>
/// <param name="FreshValues">How many of the values that enter the sums are fresh.</param>
/// <param name="ExpectedValues">How many enter in all.</param>
[GenerateSerializer, Alias("twins.power-balance"), Immutable]
public sealed record PowerBalance(
    [property: Id(0)] double? GridW,
    [property: Id(1)] double? GenerationW,
    [property: Id(2)] double? StorageW,
    [property: Id(3)] double? LoadW,
    [property: Id(4)] double? StateOfChargePercent,
    [property: Id(5)] int FreshValues,
    [property: Id(6)] int ExpectedValues);

/// <summary>Health of one device.</summary>
/// <param name="Device">Key within the site.</param>
/// <param name="Type">Key of its type.</param>
/// <param name="Connectivity">Whether it answers.</param>
/// <param name="FreshPoints">Points that are good or uncertain.</param>
/// <param name="ExpectedPoints">Points that are polled.</param>
/// <param name="AbnormalStates">Keys of state points that show an abnormal member.</param>
[GenerateSerializer, Alias("twins.device-health"), Immutable]
public sealed record DeviceHealth(
    [property: Id(0)] string Device,
    [property: Id(1)] string Type,
    [property: Id(2)] ConnectivityReport Connectivity,
    [property: Id(3)] int FreshPoints,
    [property: Id(4)] int ExpectedPoints,
    [property: Id(5)] ImmutableArray<string> AbnormalStates);
