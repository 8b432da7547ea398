using System.Globalization;

namespace Twins.Adapters.Modbus;

/// <summary>Something that does not fit in a layout.</summary>
/// <param name="Record">The record of the description that is to blame.</param>
/// <param name="Field">The field to point at.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to do.</param>
internal sealed record LayoutFault(object Record, string Field, string Message, string Fix);

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

    /// <summary>
    /// Values that no single request reads together with their scale factor: should the device change the factor between two requests, the value is
    /// wrong by powers of ten.
    /// </summary>
    public static IEnumerable<LayoutFault> FindSplitFactors(ModbusDescription description, ModbusLayout layout)
    {
        var split = layout.Points.Select(point => (Point: point, point.Address))
            .Concat(layout.Writes.Select(write => (Point: write.Target, write.Target.Address)))
            .Concat(layout.Writes.Where(write => write.Write.ReadBackAddress is not null)
                .Select(write => (Point: write.Target, Address: write.Write.ReadBackAddress!.Value + (write.Target.Part * write.Target.Point.Stride))))
            .Where(placed => placed.Point.Point.ScaleFactorAddress is { } factor && !FitOneRequest(description, layout, placed.Point, placed.Address, factor));
        foreach (var (point, address) in split.DistinctBy(placed => placed.Point.Point, ReferenceEqualityComparer.Instance))
        {
            var factor = point.Point.ScaleFactorAddress!.Value;
            var count = Math.Max(address + point.Count, factor + 1) - Math.Min(address, factor);
            var fix = count > description.MaxRegisters
                ? string.Create(CultureInfo.InvariantCulture, $"they span {count} registers and a request takes {description.MaxRegisters}: raise 'maxRegisters' if the device allows it")
                : "describe the registers between them under 'reads', or raise 'allowedGap' if the device lets them be read";
            yield return new LayoutFault(
                point.Point, "scaleFactorAddress",
                string.Create(CultureInfo.InvariantCulture, $"'{point.Key}' at {address} and its scale factor at {factor} are read in two requests, between which the device may change the factor"),
                fix);
        }
    }

    // A request covers what is described, and gaps that are allowed.
    private static bool FitOneRequest(ModbusDescription description, ModbusLayout layout, PlacedPoint point, int address, int factor)
    {
        var (start, end) = (Math.Min(address, factor), Math.Max(address + point.Count, factor + 1));
        if (end - start > description.MaxRegisters)
        {
            return false;
        }

        var described = layout.Blocks.Where(block => block.Read.Table == point.Point.Table).Select(block => (block.Start, block.End))
            .Append((address, address + point.Count)).Append((factor, factor + 1))
            .Where(range => range.Item2 > start && range.Item1 < end).Order();
        var reached = start;
        foreach (var (from, to) in described)
        {
            if (from - reached > description.AllowedGap)
            {
                return false;
            }

            reached = Math.Max(reached, to);
        }

        return true;
    }

    private static IEnumerable<LayoutFault> Reach(ModbusLayout layout) =>
        layout.Points.Concat(layout.Writes.Select(write => write.Target)).Where(point => point.End > AddressSpace.Size)
            .Select(point => new LayoutFault(
                point.Point, "stride", $"'{point.Key}' would lie at {point.Span}, beyond 65535, the last address", "state fewer parts, or fix the stride"));

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
                    sharesRegister ? "give each its own bits" : "fix the address or the data type");
            }

            taken |= Bits(point.Point);
            last = point.End > last.End ? point : last;
        }
    }

    private static UInt128 Bits(ModbusPoint point) => point.FirstBit is { } first ? ((UInt128.One << point.BitCount) - 1) << first : UInt128.MaxValue;
}
