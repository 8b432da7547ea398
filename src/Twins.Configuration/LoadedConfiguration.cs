using System.Collections.Immutable;
using Twins.Devices;
using Twins.Sites;
using Twins.Types;

namespace Twins.Configuration;

/// <summary>What a load brought: either a catalog, or errors. Never part of a configuration.</summary>
/// <param name="Catalog">The sites with every device's definition; null when there are errors.</param>
/// <param name="Types">The twin types by key, ordered; empty when there are errors.</param>
/// <param name="Devices">The device descriptions by key, ordered; empty when there are errors.</param>
/// <param name="Errors">All errors of all files, by file, line and column; empty when there is a catalog.</param>
/// <param name="Warnings">What loads but will not work as well as it could, by file, line and column.</param>
public sealed record LoadedConfiguration(
    SiteCatalog? Catalog,
    ImmutableArray<TwinType> Types,
    ImmutableArray<DeviceDescription> Devices,
    ImmutableArray<DescriptionError> Errors,
    ImmutableArray<DescriptionError> Warnings)
{
    /// <summary>The catalog.</summary>
    /// <exception cref="DescriptionException">There are errors; the message lists them.</exception>
    public SiteCatalog GetCatalog() => Catalog ?? throw new DescriptionException(Errors);
}
