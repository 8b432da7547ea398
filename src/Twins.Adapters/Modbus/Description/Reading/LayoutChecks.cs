namespace Twins.Adapters.Modbus;

/// <summary>Something that does not fit in a layout.</summary>
/// <param name="Record">The record of the description that is to blame.</param>
/// <param name="Field">The field to point at.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Mend">What to do.</param>
internal sealed record LayoutFault(object Record, string Field, string Message, string Mend);

/// <summary>What must hold between the blocks, points and writes of a map once its groups are laid out.</summary>
internal static class LayoutChecks
{
    /// <summary>What lies beyond the last address, and blocks, points and writes that overlap.</summary>
    public static IEnumerable<LayoutFault> FindOverlaps(ModbusLayout layout) =>
        Reach(layout).Concat(OverlappingBlocks(layout)).Concat(OverlappingPoints(layout.Points))
            .Concat(OverlappingPoints([.. layout.Writes.Select(write => write.Target)]));

    /// <summary>Points and scale factors that no single block covers.</summary>
    public static IEnumerable<LayoutFault> FindUncovered(ModbusLayout layout)
    {
        foreach (var point in layout.Points)
        {
            if (layout.FindBlock(point.Point.Table, point.Address, point.Count) is null)
            {
                yield return new LayoutFault(point.Point, "address", $"no read covers '{point.Key}' at {point.Span}", "add or widen a block under 'reads'");
            }
        }

        foreach (var point in layout.Points.Concat(layout.Writes.Select(write => write.Target)).Where(point => point.Part == 0))
        {
            if (point.Point.ScaleFactorAddress is { } address && layout.FindBlock(point.Point.Table, address, 1) is null)
            {
                yield return new LayoutFault(
                    point.Point, "scaleFactorAddress", $"no read covers the scale factor of '{point.Key}' at {address}", "add or widen a block under 'reads'");
            }
        }
    }

    private static IEnumerable<LayoutFault> Reach(ModbusLayout layout) =>
        layout.Points.Concat(layout.Writes.Select(write => write.Target)).Where(point => point.End > AddressSpace.Size)
            .Select(point => new LayoutFault(
                point.Point, "stride", $"'{point.Key}' would lie at {point.Span}, beyond 65535, the last address", "state fewer parts, or mend the stride"));

    private static IEnumerable<LayoutFault> OverlappingBlocks(ModbusLayout layout)
    {
        PlacedBlock? last = null;
        foreach (var block in layout.Blocks.OrderBy(block => block.Read.Table).ThenBy(block => block.Start))
        {
            if (last is not null && last.Read.Table == block.Read.Table && block.Start < last.End)
            {
                yield return new LayoutFault(
                    block.Read, "start", $"the block from {block.Start} overlaps the block {last.Start} to {last.End - 1}", "read each register in one block");
            }

            last = last is null || last.Read.Table != block.Read.Table || block.End > last.End ? block : last;
        }
    }

    private static IEnumerable<LayoutFault> OverlappingPoints(IReadOnlyList<PlacedPoint> points)
    {
        PlacedPoint? last = null;
        UInt128 taken = 0;
        foreach (var point in points.OrderBy(point => point.Point.Table).ThenBy(point => point.Address))
        {
            if (last is null || last.Point.Table != point.Point.Table || point.Address >= last.End)
            {
                (last, taken) = (point, Bits(point.Point));
                continue;
            }

            var sharesRegister = point.Point.FirstBit is not null && last.Point.FirstBit is not null
                && point.Address == last.Address && point.Point.Data == last.Point.Data;
            if (!sharesRegister || (taken & Bits(point.Point)) != 0)
            {
                yield return new LayoutFault(
                    point.Point, "address", $"'{point.Key}' at {point.Span} overlaps '{last.Key}' at {last.Span}",
                    sharesRegister ? "give each its own bits" : "mend the address or the data type");
            }

            taken |= Bits(point.Point);
            last = point.End > last.End ? point : last;
        }
    }

    private static UInt128 Bits(ModbusPoint point) => point.FirstBit is { } first ? ((UInt128.One << point.BitCount) - 1) << first : UInt128.MaxValue;
}
