using Twins.Adapters;
using Twins.Configuration;
using Twins.Sites;

namespace Twins.Hosting.Configuration;

/// <summary>Loads a folder of descriptions, all or nothing.</summary>
internal static class Descriptions
{
    /// <summary>Loads the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="warn">Told what loads but will not work as well as it could, a line each.</param>
    /// <exception cref="BadInputException">A file is wrong; every error of every file is in the list.</exception>
    public static SiteCatalog Load(string folder, Action<string> warn)
    {
        var loaded = SiteConfigurationLoader.Load(folder, FieldProtocols.All);
        foreach (var warning in loaded.Warnings)
        {
            warn(InFolder(warning));
        }

        return loaded.Catalog ?? throw new BadInputException([.. loaded.Errors.Select(InFolder)]);

        string InFolder(DescriptionError found) => (found with { File = Path.Combine(folder, found.File) }).ToString();
    }
}
