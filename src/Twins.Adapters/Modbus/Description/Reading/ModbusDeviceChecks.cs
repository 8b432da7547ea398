using System.Globalization;
using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Yaml;
using Twins.Points;
using Twins.Text;
using Twins.Types;

namespace Twins.Adapters.Modbus;

/// <summary>What must hold between the parts of a Modbus map, and between it and its type.</summary>
internal static class ModbusDeviceChecks
{
    /// <summary>Reports everything that does not fit together.</summary>
    public static void Check(ModbusDescription modbus, TwinType type, ReadingContext context)
    {
        CheckUnique(modbus.Points, "point", context);
        CheckUnique([.. modbus.Writes.Select(write => write.Target)], "write", context);
        CheckReadGroups(modbus, type, context);
        CheckSetpoints(modbus, type, context);

        // Two parts show whether parts overlap each other; whether the last one is covered depends on the site's count.
        var uncovered = AreReadsSound(modbus, type, context) ? LayoutChecks.FindUncovered(Lay(modbus, type, parts: 1)) : [];
        foreach (var fault in LayoutChecks.FindOverlaps(Lay(modbus, type, parts: 2)).Concat(uncovered))
        {
            context.Error(context.PlaceOf(fault.Record, fault.Field), fault.Message, fault.Fix);
        }

        foreach (var split in LayoutChecks.FindSplitFactors(modbus, Lay(modbus, type, parts: 2)))
        {
            context.Warn(context.PlaceOf(split.Record, split.Field), split.Message, split.Fix);
        }
    }

    // A block that could not be read, or of no group, would let every point in it seem uncovered.
    private static bool AreReadsSound(ModbusDescription modbus, TwinType type, ReadingContext context) =>
        (context.NodeOf(modbus, "reads") as SequenceNode)?.Items.Length == modbus.Reads.Length
        && modbus.Reads.All(read => read.Group is null || type.Groups.Any(group => group.Key == read.Group));

    private static ModbusLayout Lay(ModbusDescription modbus, TwinType type, int parts) =>
        ModbusLayout.Create(modbus, type.Groups.ToDictionary(group => group.Key, _ => parts, StringComparer.Ordinal));

    private static void CheckUnique(IReadOnlyList<ModbusPoint> points, string noun, ReadingContext context)
    {
        var first = new Dictionary<string, ModbusPoint>(StringComparer.Ordinal);
        foreach (var point in points.Where(point => !first.TryAdd(point.Key, point)))
        {
            var line = context.PlaceOf(first[point.Key]).Line.ToString(CultureInfo.InvariantCulture);
            context.Error(context.PlaceOf(point, "key"), $"the {noun} '{point.Key}' is described already, in line {line}", "keep one of them");
        }
    }

    private static void CheckReadGroups(ModbusDescription modbus, TwinType type, ReadingContext context)
    {
        var groups = type.Groups.Select(group => group.Key).ToList();
        foreach (var read in modbus.Reads.Where(read => read.Group is { } group && !groups.Contains(group) && !context.BrokenKeys.Contains(group)))
        {
            context.Error(context.PlaceOf(read, "group"), $"the type '{type.Key}' has no group '{read.Group}'", Nearest.Propose(read.Group!, groups));
        }
    }

    private static void CheckSetpoints(ModbusDescription modbus, TwinType type, ReadingContext context)
    {
        var written = modbus.Writes.Select(write => write.Target.Key).Concat(context.BrokenKeys).ToHashSet(StringComparer.Ordinal);
        foreach (var point in modbus.Points.Where(point => !written.Contains(point.Key)))
        {
            if (PointLookup.Find(type, point.Key) is { Kind: PointKind.Setpoint })
            {
                context.Error(context.PlaceOf(point, "key"), $"the setpoint '{point.Key}' has no write", "add it under 'writes', or leave the point out");
            }
        }
    }
}
