using Twins.Devices;
using Twins.Types;

namespace Twins.Configuration;

/// <summary>Types and devices by key; null for a file that is there but could not be read, so that references to it are not blamed.</summary>
public sealed class KnownDescriptions
{
    /// <summary>Types by key.</summary>
    public Dictionary<string, TwinType?> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Device descriptions by key.</summary>
    public Dictionary<string, DeviceDescription?> Devices { get; } = new(StringComparer.Ordinal);

    /// <summary>Content hashes of the files, by <c>types/key</c> or <c>devices/key</c>.</summary>
    public Dictionary<string, string> Hashes { get; } = new(StringComparer.Ordinal);
}
