using Twins.Sites;
using Twins.Api.Devices;
using Twins.Points;

namespace Twins.Api.Sites;

/// <summary>A site with its devices and connections.</summary>
/// <param name="Key">Key of the site.</param>
/// <param name="Title">Name for people.</param>
/// <param name="TimeZone">IANA time zone of the site.</param>
/// <param name="Position">Where it is; null when not stated.</param>
/// <param name="Simulated">Whether its devices are simulated by this process.</param>
/// <param name="Mode">Whether it hangs on the public grid.</param>
/// <param name="TakenAt">When the sums were gathered.</param>
/// <param name="Balance">Sums of power, positive into the bus.</param>
/// <param name="Limits">What the site must not exceed.</param>
/// <param name="Devices">Its devices, in the order of the site file.</param>
/// <param name="Connections">Its field connections, in the order of the site file.</param>
/// <param name="Broker">The MQTT broker of its own gateway; null when it runs none.</param>
internal sealed record SiteDetails(
    string Key,
    string Title,
    string TimeZone,
    PositionAnswer? Position,
    bool Simulated,
    NetworkMode Mode,
    Timestamp TakenAt,
    PowerBalance Balance,
    SiteLimits Limits,
    IReadOnlyList<DeviceSummary> Devices,
    IReadOnlyList<ConnectionAnswer> Connections,
    BrokerAnswer? Broker)
{
    /// <summary>The answer for a site as described, with what it gathered from its twins and adapters.</summary>
    public static SiteDetails From(SiteConfiguration site, bool simulated, SiteOverview overview) => new(
        site.Description.Key,
        site.Description.Title,
        site.Description.TimeZone,
        PositionAnswer.From(site.Description.Position),
        simulated,
        overview.Mode,
        overview.TakenAt,
        overview.Balance,
        site.Description.Limits,
        DevicesOf(site, overview),
        [.. overview.Connections.Select(ConnectionAnswer.From)],
        overview.Broker is { } broker ? BrokerAnswer.From(broker) : null);

    /// <summary>The devices that the site reported on, joined with their description.</summary>
    public static DeviceSummary[] DevicesOf(SiteConfiguration site, SiteOverview overview) =>
        [.. from health in overview.Devices
            let device = site.FindDevice(health.Device)
            where device is not null
            select DeviceSummary.From(device, health)];
}

/// <summary>A WGS 84 position in degrees.</summary>
/// <param name="Latitude">Latitude, north positive.</param>
/// <param name="Longitude">Longitude, east positive.</param>
internal sealed record PositionAnswer(double Latitude, double Longitude)
{
    /// <summary>The answer for a position; null when there is none.</summary>
    public static PositionAnswer? From(PositionValue? position) =>
        position is null ? null : new(position.LatitudeDegrees, position.LongitudeDegrees);
}
