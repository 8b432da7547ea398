using Twins.Sites;

namespace Twins.Hosting.Configuration;

/// <summary>
/// The sites whose field connections this process may open: <c>FieldSites</c> in the configuration, all when it names none.
/// Two processes with the same site would command one device from two masters.
/// </summary>
internal static class FieldSitesSetting
{
    /// <summary>Name of the setting.</summary>
    public const string Name = "FieldSites";

    /// <summary>The named sites; empty for all.</summary>
    /// <exception cref="BadInputException">A name is not a site of the catalog.</exception>
    public static IReadOnlyList<string> Read(IConfiguration configuration, SiteCatalog catalog)
    {
        var named = configuration.GetSection(Name).Get<string[]>() ?? [];
        var unknown = named.Where(site => catalog.FindSite(site) is null).ToList();
        if (unknown.Count > 0)
        {
            var known = string.Join(", ", catalog.Sites.Select(site => site.Description.Key));
            throw new BadInputException([.. unknown.Select(site => $"{Name}: there is no site '{site}'; there are {known}.")]);
        }

        return named;
    }
}
