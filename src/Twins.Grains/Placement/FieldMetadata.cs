using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Twins.Grains.Placement;

/// <summary>What a silo tells the others of the sites whose connections it may open.</summary>
public static class FieldMetadata
{
    private const string Key = "twins.field-sites";
    private const string AllSites = "*";
    private const char Separator = ' ';

    /// <summary>A silo's metadata.</summary>
    /// <param name="fieldSites">The sites; all where empty.</param>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "MA0016:Prefer using collection abstraction", Justification = "What the silo takes.")]
    public static Dictionary<string, string> Of(IReadOnlyCollection<string> fieldSites) =>
        new(StringComparer.Ordinal) { [Key] = fieldSites.Count == 0 ? AllSites : string.Join(Separator, fieldSites) };

    /// <summary>Whether a silo may open a site's connections.</summary>
    /// <param name="silo">What the silo told.</param>
    /// <param name="site">The site's key.</param>
    public static FieldReach Reach(SiloMetadata silo, string site)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return !silo.Metadata.TryGetValue(Key, out string? sites) ? FieldReach.None
            : string.Equals(sites, AllSites, StringComparison.Ordinal) ? FieldReach.All
            : sites.Split(Separator).Contains(site, StringComparer.Ordinal) ? FieldReach.Named
            : FieldReach.None;
    }
}

/// <summary>Whether a silo may open the connections of a site.</summary>
public enum FieldReach
{
    /// <summary>It may not, or has not told yet.</summary>
    None,

    /// <summary>It may, as those of every site.</summary>
    All,

    /// <summary>It may, and names the site.</summary>
    Named,
}
