using Twins.Configuration.Yaml;
using Twins.Devices;
using Twins.Points;
using Twins.Text;
using Twins.Types;

namespace Twins.Configuration.Devices;

/// <summary>What must hold between the parts of a device file, and between it and its type.</summary>
internal static class DeviceChecks
{
    /// <summary>Finds the type before the points are read; reports a type that no file describes.</summary>
    public static void FindType(MappingNode root, ReadingContext context)
    {
        if (root.Find("type") is not ScalarNode key)
        {
            return;
        }

        if (!context.Known.Types.TryGetValue(key.Text, out var type))
        {
            context.Error(key.Place, $"there is no type '{key.Text}'", Nearest.Propose(key.Text, context.Known.Types.Keys));
        }

        context.Type = type;
    }

    /// <summary>Reports everything that does not fit together.</summary>
    public static void Check(DeviceDescription device, IReadOnlyList<IProtocol> protocols, ReadingContext context)
    {
        // The section is null when it could not be read, whatever the type says.
        if (context.Type is { } type && device.Protocol is { } description && protocols.Find(description.Protocol) is { } protocol
            && protocol.CheckDevice(description, type, context))
        {
            CheckCapabilities(device, protocol, type, context);
        }
    }

    private static void CheckCapabilities(DeviceDescription device, IProtocol protocol, TwinType type, ReadingContext context)
    {
        var reached = device.ReachedPoints().Concat(context.BrokenKeys).Select(key => PointKeys.Split(key).Name).ToHashSet(StringComparer.Ordinal);
        foreach (var capability in Capability.All.Where(capability => type.Capabilities.Contains(capability.Key, StringComparer.Ordinal)))
        {
            foreach (var needs in capability.Needs.Where(needs => !needs.Any(reached.Contains)))
            {
                context.Error(
                    context.PlaceOf(device, protocol.Key),
                    $"the type's capability '{capability.Key}' needs '{string.Join("' or '", needs)}', which the map does not reach",
                    $"describe its {protocol.Places}, or implement another type");
            }
        }
    }
}
