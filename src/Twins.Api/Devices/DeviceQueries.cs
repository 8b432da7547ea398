using Twins.Devices;
using Twins.Api.Problems;
using Twins.Api.Sites;
using Twins.Sites;

namespace Twins.Api.Devices;

/// <summary>Joins what is described about devices with the live state of their twins.</summary>
internal sealed class DeviceQueries(SiteCatalog catalog, IGrainFactory grains, SiteQueries sites)
{
    /// <summary>The device of a key, or the problem that says what is unknown.</summary>
    public Read<TwinDefinition> Find(string site, string device)
    {
        if (catalog.FindSite(site) is not { } configuration)
        {
            return sites.Unknown(site);
        }

        return configuration.FindDevice(device) is { } definition
            ? definition
            : ApiProblem.Unknown("unknownDevice", $"The site '{site}' has no device '{device}'.");
    }

    /// <summary>The device with its live state.</summary>
    public async Task<DeviceDetails> GetAsync(TwinDefinition device, CancellationToken cancellationToken) =>
        DeviceDetails.From(device, await grains.GetGrain<IDeviceTwin>(device.Key.ToString()).GetSnapshotAsync(cancellationToken));
}
