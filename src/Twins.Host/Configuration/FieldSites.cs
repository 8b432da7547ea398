using Twins.Model.Sites;

namespace Twins.Hosting.Configuration;

/// <summary>
/// The sites whose field connections this process may open, from <c>FieldSites</c> in the configuration (all when it is empty).
/// Two processes with the same site would command one device from two masters.
/// </summary>
internal static class FieldSites
{
    /// <summary>Name of the setting.</summary>
    public const string Setting = "FieldSites";

    /// <summary>The sites of the catalog that this process owns.</summary>
    /// <exception cref="BadInputException">A name is not a site of the catalog.</exception>
    public static SiteCatalog Select(SiteCatalog catalog, IConfiguration configuration)
    {
        var named = configuration.GetSection(Setting).Get<string[]>() ?? [];
        var unknown = named.Where(site => catalog.FindSite(site) is null).ToList();
        if (unknown.Count > 0)
        {
            var known = string.Join(", ", catalog.Sites.Select(site => site.Description.Key));
            throw new BadInputException([.. unknown.Select(site => $"{Setting}: there is no site '{site}'; there are {known}.")]);
        }

        return named.Length == 0 ? catalog : new SiteCatalog(named.Distinct(StringComparer.Ordinal).Select(site => catalog.FindSite(site)!));
    }
}
