using Twins.Devices;
using Twins.Sites;

namespace Twins.Api.Sites;

/// <summary>A site at a glance.</summary>
/// <param name="Key">Key of the site.</param>
/// <param name="Title">Name for people.</param>
/// <param name="TimeZone">IANA time zone of the site.</param>
/// <param name="Simulated">Whether its devices are simulated by this process.</param>
/// <param name="Mode">Whether it hangs on the public grid.</param>
/// <param name="TakenAt">When the sums were gathered.</param>
/// <param name="Balance">Sums of power, positive into the bus.</param>
/// <param name="Limits">What the site must not exceed.</param>
/// <param name="DeviceCount">Devices of the site.</param>
/// <param name="OnlineCount">Devices that answer.</param>
internal sealed record SiteSummary(
    string Key,
    string Title,
    string TimeZone,
    bool Simulated,
    NetworkMode Mode,
    Timestamp TakenAt,
    PowerBalance Balance,
    SiteLimits Limits,
    int DeviceCount,
    int OnlineCount)
{
    /// <summary>The answer for a site as described, with what it gathered from its twins.</summary>
    public static SiteSummary From(SiteDescription site, bool simulated, SiteOverview overview) => new(
        site.Key,
        site.Title,
        site.TimeZone,
        simulated,
        overview.Mode,
        overview.TakenAt,
        overview.Balance,
        site.Limits,
        overview.Devices.Length,
        overview.Devices.Count(device => device.Connectivity.State == Connectivity.Online));
}
