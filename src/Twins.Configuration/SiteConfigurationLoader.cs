using Twins.Configuration.Yaml;
using Twins.Devices;
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
        var files = kinds.SelectMany(kind => ReadFolder(folder, kind.Folder, errors)).ToList();
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
            return new LoadedConfiguration(null, [], [], [.. errors.ToSortedList()]);
        }

        var catalog = new SiteCatalog(sites.Select(site => TwinDefinitions.Define(site, known)));
        return new LoadedConfiguration(
            catalog,
            [.. known.Types.Values.OfType<TwinType>().OrderBy(type => type.Key, StringComparer.Ordinal)],
            [.. known.Devices.Values.OfType<DeviceDescription>().OrderBy(device => device.Key, StringComparer.Ordinal)],
            []);
    }

    private static IEnumerable<DescriptionFile> ReadFolder(string folder, string kind, ErrorSink errors)
    {
        var path = Path.Combine(folder, kind);
        if (!Directory.Exists(path))
        {
            errors.Add(new Place(kind, 1, 1), $"the folder '{path}' does not exist", "create it, or name the folder of the descriptions");
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
        {
            var name = $"{kind}/{Path.GetFileName(file)}";
            if (Path.GetExtension(file) != ".yaml")
            {
                errors.Add(new Place(name, 1, 1), $"'{Path.GetFileName(file)}' is no description", "name it .yaml, or move it elsewhere");
            }
            else if (TryRead(file, name, errors) is { } read)
            {
                yield return read;
            }
        }
    }

    private static DescriptionFile? TryRead(string file, string name, ErrorSink errors)
    {
        try
        {
            return new DescriptionFile(name, File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(new Place(name, 1, 1), $"not readable: {exception.Message}", "check the file and its permissions");
            return null;
        }
    }
}
