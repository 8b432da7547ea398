using System.Collections.Immutable;

namespace Twins.Adapters.Modbus;

/// <summary>One read request of a plan.</summary>
/// <param name="Index">Index in the plan.</param>
/// <param name="Table">Which table.</param>
/// <param name="Start">First address on the wire.</param>
/// <param name="Count">Registers, at most 125, or bits, at most 2000.</param>
/// <param name="Every">How often.</param>
public sealed record ModbusReadRequest(int Index, ModbusTable Table, int Start, int Count, TimeSpan Every)
{
    /// <summary>Address after the last.</summary>
    public int End => Start + Count;
}

/// <summary>
/// Turns the described blocks into requests: blocks of one table and period that lie within the allowed gap are merged, what
/// exceeds a request is split between points, never within one.
/// </summary>
public static class ModbusReadPlan
{
    /// <summary>Registers in one request (Modbus Application Protocol V1.1b3, section 6.3).</summary>
    public const int MostRegisters = 125;

    /// <summary>Bits in one request (section 6.1).</summary>
    public const int MostBits = 2000;

    // No two blocks are as close as that.
    private const int NoMerging = int.MinValue;

    /// <summary>Makes the plan of a map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="merges">Whether blocks are merged; otherwise each described block is asked by itself.</param>
    public static ImmutableArray<ModbusReadRequest> Create(ModbusMap map, bool merges = true)
    {
        var requests = ImmutableArray.CreateBuilder<ModbusReadRequest>();
        foreach (var alike in map.Layout.Blocks.GroupBy(block => (block.Read.Table, block.Read.Every)).OrderBy(group => group.Key))
        {
            foreach (var run in Merge([.. alike.OrderBy(block => block.Start)], merges ? map.AllowedGap : NoMerging))
            {
                foreach (var (start, end) in Split(run, map.Layout.Points, RegisterWidth.HoldsBits(alike.Key.Table) ? MostBits : map.MaxRegisters))
                {
                    requests.Add(new ModbusReadRequest(requests.Count, alike.Key.Table, start, end - start, alike.Key.Every));
                }
            }
        }

        return requests.ToImmutable();
    }

    private static IEnumerable<List<PlacedBlock>> Merge(IReadOnlyList<PlacedBlock> blocks, int allowedGap)
    {
        var run = new List<PlacedBlock>();
        foreach (var block in blocks)
        {
            if (run.Count > 0 && block.Start - run[^1].End > allowedGap)
            {
                yield return run;
                run = [];
            }

            run.Add(block);
        }

        yield return run;
    }

    private static IEnumerable<(int Start, int End)> Split(List<PlacedBlock> run, ImmutableArray<PlacedPoint> points, int most)
    {
        var table = run[0].Read.Table;
        var end = run[^1].End;
        for (var start = run[0].Start; start < end;)
        {
            var cut = Math.Min(start + most, end);
            while (cut < end && points.FirstOrDefault(point => point.Point.Table == table && point.Address < cut && cut < point.End) is { } cleft)
            {
                cut = cleft.Address;
            }

            // Neither request carries a gap at the cut.
            var next = run.Find(block => block.End > cut)?.Start ?? cut;
            yield return (start, Math.Min(cut, run.FindLast(block => block.Start < cut)!.End));
            start = Math.Max(cut, next);
        }
    }
}
