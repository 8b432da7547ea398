using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Simulator.Models;

namespace Twins.Simulator.Serving;

/// <summary>
/// The exponents a device announces in its scale factor registers: the finest with which everything that shares a register still
/// fits, as a maker would choose for the device's ratings.
/// </summary>
internal static class ScaleFactorChoice
{
    // Finer than this no measurement is; wide counters stay at one unit.
    private const int FinestOfNarrow = -3;
    private const int FinestOfWide = 0;

    public static ushort For(ModbusRegister register, DeviceModel model)
    {
        var description = (ModbusDescription)model.Definition.Description.Protocol;
        var exponent = SunSpec.LeastExponent;
        foreach (var point in description.Points.Concat(description.Writes.Select(write => write.Target)))
        {
            if (point.ScaleFactorAddress == register.Address && point.Table == register.Table && Meaning(point, model) is { } meaning)
            {
                exponent = Math.Max(exponent, Finest(point, meaning, model.Magnitude(meaning)));
            }
        }

        return unchecked((ushort)(short)exponent);
    }

    /// <summary>The point's definition; of the first part for the points of a group; null when the site has no such part.</summary>
    private static PointDefinition? Meaning(ModbusPoint point, DeviceModel model)
    {
        var (group, name) = PointKeys.Split(point.Key);
        var key = group is null ? name : PointKeys.OfPart(group, 1, name);
        return model.Values.Points.TryGetOrdinal(key, out var ordinal) ? model.Values.Points[ordinal] : null;
    }

    private static int Finest(ModbusPoint point, PointDefinition meaning, double magnitude)
    {
        var bits = RegisterWidth.BitsOf(point.Data);
        var signed = point.Data is RegisterDataType.Int16 or RegisterDataType.Int32 or RegisterDataType.Int64;
        // One below the greatest, which some types need as their not-available code.
        var greatestRaw = Math.ScaleB(1, signed ? bits - 1 : bits) - 2;
        var inUnit = (point.Unit ?? meaning.Unit)?.FromCanonical(magnitude) ?? magnitude;
        var needed = (int)Math.Ceiling(Math.Log10(Math.Abs(inUnit) / (point.Scale * greatestRaw)));
        return Math.Clamp(needed, bits > 16 ? FinestOfWide : FinestOfNarrow, SunSpec.GreatestExponent);
    }
}
