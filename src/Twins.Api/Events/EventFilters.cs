using Twins.Client.Live;
using Twins.Api.Problems;
using Twins.Api.Sites;
using Twins.Sites;

namespace Twins.Api.Events;

/// <summary>Which devices and point a stream is about; all null means everything.</summary>
/// <param name="Live">The filter of the live feed.</param>
/// <param name="Devices">The devices that it covers, with the ordinal of the point when one was named.</param>
internal sealed record EventFilter(LiveFilter Live, IReadOnlyList<(TwinDefinition Device, int? Point)> Devices);

/// <summary>Understands the filters of a stream against what is described.</summary>
internal sealed class EventFilters(SiteCatalog catalog, SiteQueries sites)
{
    /// <summary>Reads the filters, or says what is unknown: a stream that can never send anything is a mistake.</summary>
    public Read<EventFilter> Read(string? site, string? device, string? point)
    {
        if (device?.Split('/') is [var ofSite, var withinSite])
        {
            if (site is not null && site != ofSite)
            {
                return ApiProblem.Malformed("contradiction", $"The device '{device}' is not of the site '{site}'.");
            }

            (site, device) = (ofSite, withinSite);
        }

        if (site is not null && catalog.FindSite(site) is null)
        {
            return sites.Unknown(site);
        }

        var live = new LiveFilter(site, device, point);
        var devices = catalog.Sites.SelectMany(known => known.Devices).Where(known => live.Covers(known.Key)).ToList();
        if (devices.Count == 0)
        {
            return ApiProblem.Unknown("unknownDevice", $"There is no device '{device}'{(site is null ? "" : $" at the site '{site}'")}.");
        }

        var covered = devices.SelectMany(known => Cover(known, point)).ToList();
        return covered.Count > 0
            ? new EventFilter(live, covered)
            : ApiProblem.Unknown("unknownPoint", $"None of the chosen devices has a point '{point}'.");
    }

    private static IEnumerable<(TwinDefinition Device, int? Point)> Cover(TwinDefinition device, string? point)
    {
        if (point is null)
        {
            yield return (device, null);
        }
        else if (device.Points.TryGetOrdinal(point, out var ordinal))
        {
            yield return (device, ordinal);
        }
    }
}
