using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Units;

namespace Twins.Tests.Model.Devices.Modbus;

/// <summary>Codecs for the tests, without a description file around them.</summary>
internal static class Codecs
{
    public static ModbusPoint Point(RegisterDataType data) => new() { Key = "point", Address = 0, Data = data, Unit = QuantityCatalog.Power.Canonical };

    public static ModbusCodec Number(ModbusPoint point, NumberRange? range = null) => new(point, Definition(PointValueType.Number) with { Range = range });

    public static ModbusCodec Of(ModbusPoint point, PointValueType type, params EnumMember[] members) => new(point, Definition(type) with { Members = [.. members] });

    public static double Decode(ModbusPoint point, params ushort[] registers) => Number(point).Decode(registers, 0).Value.Number;

    private static PointDefinition Definition(PointValueType type) => new()
    {
        Key = "point", About = "A point", Kind = PointKind.Measurement, ValueType = type, Unit = QuantityCatalog.Power.Canonical,
    };
}
