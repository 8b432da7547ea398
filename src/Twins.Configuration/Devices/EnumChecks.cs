using Twins.Configuration.Yaml;
using Twins.Points;
using Twins.Text;

namespace Twins.Configuration.Devices;

/// <summary>Checks what a device's codes or words are mapped to.</summary>
public static class EnumChecks
{
    /// <summary>Reports members that the point does not have.</summary>
    public static void Check(IEnumerable<string> mapped, PointDefinition definition, Place place, ReadingContext context)
    {
        var members = definition.Members.Select(member => member.Key).ToList();
        foreach (var key in mapped.Where(key => !members.Contains(key, StringComparer.Ordinal)))
        {
            context.Error(place, $"'{definition.Key}' has no member '{key}'", Nearest.Propose(key, members));
        }
    }
}
