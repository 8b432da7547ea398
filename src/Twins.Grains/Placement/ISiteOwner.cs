namespace Twins.Grains.Placement;

/// <summary>The site grain as seen by placement: where it lives, the rest of its site lives. Its key is the site's key.</summary>
[Alias("twins.ISiteOwner")]
public interface ISiteOwner : IGrainWithStringKey
{
    /// <summary>The silo on which the site lives; a site that lives nowhere is given a place first.</summary>
    [AlwaysInterleave]
    Task<SiloAddress> LocateAsync();
}
