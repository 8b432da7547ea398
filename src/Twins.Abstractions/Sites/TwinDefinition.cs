using Twins.Devices;
using Twins.Points;
using Twins.Types;

namespace Twins.Sites;

/// <summary>Everything described about one device of a site: its type with the groups expanded, its product's map, its entry in the site.</summary>
public sealed class TwinDefinition
{
    /// <summary>Joins what the three files say; the loader has checked it before.</summary>
    public TwinDefinition(DeviceKey key, TwinType type, DeviceDescription description, DeviceEntry entry, PointTable points, string hash)
    {
        Key = key;
        Type = type;
        Description = description;
        Entry = entry;
        Points = points;
        Hash = hash;
    }

    /// <summary>Identity, <c>site/device</c>.</summary>
    public DeviceKey Key { get; }

    /// <summary>The kind of asset.</summary>
    public TwinType Type { get; }

    /// <summary>The product's map.</summary>
    public DeviceDescription Description { get; }

    /// <summary>The entry in the site file.</summary>
    public DeviceEntry Entry { get; }

    /// <summary>The site's time zone, for devices whose clocks show its local time; UTC when the site states none.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The expanded points; a point's index is its ordinal.</summary>
    public PointTable Points { get; }

    /// <summary>Hash of type, description and counts: ordinals are valid only for the same hash.</summary>
    public string Hash { get; }
}
