using Twins.Adapters;
using Twins.Configuration;
using Twins.Sites;

namespace Twins.Hosting.Configuration;

/// <summary>Loads a folder of descriptions, all or nothing.</summary>
internal static class Descriptions
{
    /// <summary>Loads the folder.</summary>
    /// <exception cref="BadInputException">A file is wrong; every error of every file is in the list.</exception>
    public static SiteCatalog Load(string folder)
    {
        var loaded = SiteConfigurationLoader.Load(folder, FieldProtocols.All);
        return loaded.Catalog
            ?? throw new BadInputException([.. loaded.Errors.Select(error => (error with { File = Path.Combine(folder, error.File) }).ToString())]);
    }
}
