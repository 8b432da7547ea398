using Twins.Adapters;
using System.Runtime.CompilerServices;
using Twins.Configuration;
using Twins.Sites;

namespace Twins.Benchmarks.Simulation;

/// <summary>The repository's own sites.</summary>
internal static class DescribedCatalog
{
    public static SiteCatalog Load() => SiteConfigurationLoader.Load(Folder(), FieldProtocols.All).GetCatalog();

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "../../../silo-config");
}
