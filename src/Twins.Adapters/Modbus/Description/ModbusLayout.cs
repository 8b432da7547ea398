using System.Collections.Immutable;
using System.Globalization;
using Twins.Points;

namespace Twins.Adapters.Modbus;

/// <summary>A device's map with its repeated groups laid out: each part's blocks, points and writes at their own addresses.</summary>
/// <param name="Blocks">The described blocks, in the order of the description and then of the parts.</param>
/// <param name="Points">The read points.</param>
/// <param name="Writes">The writes.</param>
internal sealed record ModbusLayout(
    ImmutableArray<PlacedBlock> Blocks, ImmutableArray<PlacedPoint> Points, ImmutableArray<PlacedWrite> Writes)
{
    /// <summary>Lays out a map.</summary>
    /// <param name="description">The map.</param>
    /// <param name="counts">Number of parts of each group; a group that is not named has none.</param>
    public static ModbusLayout Create(ModbusDescription description, IReadOnlyDictionary<string, int> counts) => new(
        [.. description.Reads.SelectMany(read => Parts(read.Group, counts).Select(part => new PlacedBlock(read, part, read.Start + (part * read.Stride))))],
        [.. description.Points.SelectMany(point => Place(point, counts))],
        [.. description.Writes.SelectMany(write => Place(write.Target, counts).Select(target => new PlacedWrite(write, target)))]);

    /// <summary>The block that covers a range of a table as a whole; null when there is none.</summary>
    public PlacedBlock? FindBlock(ModbusTable table, int address, int count) => Blocks.FirstOrDefault(block =>
        block.Read.Table == table && block.Start <= address && address + count <= block.Start + block.Read.Count);

    private static IEnumerable<PlacedPoint> Place(ModbusPoint point, IReadOnlyDictionary<string, int> counts)
    {
        var (group, name) = PointKeys.Split(point.Key);
        return Parts(group, counts).Select(part => new PlacedPoint(
            point, part, group is null ? name : PointKeys.OfPart(group, part + 1, name), point.Address + (part * point.Stride)));
    }

    private static IEnumerable<int> Parts(string? group, IReadOnlyDictionary<string, int> counts) =>
        Enumerable.Range(0, group is null ? 1 : counts.GetValueOrDefault(group));
}

/// <summary>A described block at its address.</summary>
/// <param name="Read">The block as described.</param>
/// <param name="Part">Part of the group, from 0.</param>
/// <param name="Start">First address.</param>
internal sealed record PlacedBlock(ModbusRead Read, int Part, int Start)
{
    /// <summary>Address after the last.</summary>
    public int End => Start + Read.Count;
}

/// <summary>A point at its address.</summary>
/// <param name="Point">The point as described.</param>
/// <param name="Part">Part of the group, from 0.</param>
/// <param name="Key">The device's point key, with the part's index.</param>
/// <param name="Address">Address of its first register or bit.</param>
internal sealed record PlacedPoint(ModbusPoint Point, int Part, string Key, int Address)
{
    /// <summary>Registers or bits.</summary>
    public int Count => RegisterWidth.Of(Point);

    /// <summary>Address after the last.</summary>
    public int End => Address + Count;

    /// <summary>What the point takes, for messages: <c>holding 300 to 301</c>.</summary>
    public string Span
    {
        get
        {
            var table = Point.Table.ToString().ToLowerInvariant();
            var first = Address.ToString(CultureInfo.InvariantCulture);
            return Count == 1 ? $"{table} {first}" : string.Create(CultureInfo.InvariantCulture, $"{table} {first} to {End - 1}");
        }
    }
}

/// <summary>A write at its address.</summary>
/// <param name="Write">The write as described.</param>
/// <param name="Target">Where it goes.</param>
internal sealed record PlacedWrite(ModbusWrite Write, PlacedPoint Target);
