using Twins.Devices;
using Twins.Points;
using Twins.Sites;
using Twins.Types;

namespace Twins.Configuration;

/// <summary>
/// Loads a folder of descriptions (<c>types</c>, <c>devices</c>, <c>sites</c>), strictly: all errors of all files at once,
/// and a catalog only when there is none.
/// </summary>
public static class SiteConfigurationLoader
{
    /// <summary>Loads the descriptions of a folder.</summary>
    /// <param name="folder">The folder that holds <c>types</c>, <c>devices</c> and <c>sites</c>; a missing one is an error.</param>
    /// <param name="protocols">The protocols whose sections the files may hold.</param>
    /// <returns>A catalog, or the errors; unreadable files are errors too, never exceptions.</returns>
    public static LoadedConfiguration Load(string folder, IReadOnlyList<IProtocol> protocols)
    {
        var errors = new ErrorSink();
        var kinds = DescriptionKind.All(protocols);
        var files = kinds.SelectMany(kind => DescriptionFolder.Read(folder, kind.Folder, errors)).ToList();
        return Load(files, kinds, errors);
    }

    /// <summary>Loads descriptions that are at hand as texts, such as those of a test or an editor.</summary>
    /// <param name="files">The files; the folder of each path says its kind.</param>
    /// <param name="protocols">The protocols whose sections the files may hold.</param>
    public static LoadedConfiguration Load(IEnumerable<DescriptionFile> files, IReadOnlyList<IProtocol> protocols) =>
        Load(files.ToList(), DescriptionKind.All(protocols), new ErrorSink());

    private static LoadedConfiguration Load(IReadOnlyList<DescriptionFile> files, IReadOnlyList<DescriptionKind> kinds, ErrorSink errors)
    {
        var known = new KnownDescriptions();
        var sites = kinds.SelectMany(kind => kind.Load(files, known, errors)).ToList();
        if (errors.Count > 0)
        {
            return new LoadedConfiguration(null, [], [], [.. errors.ToSortedList()], [.. errors.SortedWarnings()]);
        }

        var catalog = new SiteCatalog(sites.Select(site => TwinDefinitions.Define(site, known)));
        return new LoadedConfiguration(
            catalog,
            [.. known.Types.Values.OfType<TwinType>().OrderBy(type => type.Key, StringComparer.Ordinal)],
            [.. known.Devices.Values.OfType<DeviceDescription>().OrderBy(device => device.Key, StringComparer.Ordinal)],
            [],
            [.. errors.SortedWarnings()]);
    }
}

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
