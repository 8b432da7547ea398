using System.Collections.Immutable;
using Twins.Points;
using Twins.Sites;
using Twins.OperatorConsole.Formatting;

namespace Twins.OperatorConsole.Devices;

/// <summary>A repeated part of a device as a table: one row per part, one column per point.</summary>
/// <param name="Key">Group key.</param>
/// <param name="Title">Group in words.</param>
/// <param name="Columns">The points of one part, as those of the first part.</param>
/// <param name="Rows">The parts.</param>
public sealed record GroupLayout(string Key, string Title, ImmutableArray<PointDefinition> Columns, ImmutableArray<GroupRow> Rows)
{
    internal static GroupLayout Of(string group, TwinDefinition device, ImmutableArray<int> ordinals)
    {
        var rows = ordinals
            .GroupBy(ordinal => PointLabel.PartOf(device.Points[ordinal].Key)!.Value.Index)
            .OrderBy(part => part.Key)
            .Select(part => new GroupRow(part.Key, [.. part]))
            .ToImmutableArray();
        return new(group, PointLabel.Of(group), [.. rows[0].Ordinals.Select(ordinal => device.Points[ordinal])], rows);
    }
}

/// <summary>One part of a group.</summary>
/// <param name="Index">Its number, from 1.</param>
/// <param name="Ordinals">Its points, in the order of the columns.</param>
public sealed record GroupRow(int Index, ImmutableArray<int> Ordinals);
