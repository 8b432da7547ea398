using Twins.Points;
using Twins.Sites;

namespace Twins.Configuration;

/// <summary>Joins sites, devices and types that were found to fit.</summary>
internal static class TwinDefinitions
{
    /// <summary>The site with the definition of each of its devices.</summary>
    public static SiteConfiguration Define(SiteDescription site, KnownDescriptions known)
    {
        // Devices of one product and the same counts share their point table: there may be thousands.
        var zone = TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone);
        var tables = new Dictionary<string, PointTable>(StringComparer.Ordinal);
        var devices = site.Devices.Select(entry =>
        {
            var description = known.Devices[entry.Device]!;
            var type = known.Types[description.Type]!;
            var hash = ContentHash.Combine(known.Hashes[$"types/{type.Key}"], known.Hashes[$"devices/{description.Key}"], entry.Counts);
            if (!tables.TryGetValue(hash, out var points))
            {
                tables[hash] = points = PointTable.Expand(type, description.OfferedPoints(), entry.Counts);
            }

            return new TwinDefinition(new DeviceKey(site.Key, entry.Key), type, description, entry, points, hash) { TimeZone = zone };
        });
        return new SiteConfiguration(site, [.. devices]);
    }
}
