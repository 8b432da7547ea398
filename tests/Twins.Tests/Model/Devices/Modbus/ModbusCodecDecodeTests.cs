using System.Collections.Immutable;
using Twins.Devices;
using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Units;
using Twins.Readings;

namespace Twins.Tests.Model.Devices.Modbus;

public sealed class ModbusCodecDecodeTests
{
    [Theory]
    [InlineData(RegisterDataType.UInt16, 65535, 0xFFFF)]
    [InlineData(RegisterDataType.Int16, -1, 0xFFFF)]
    [InlineData(RegisterDataType.UInt32, 4294967295, 0xFFFF, 0xFFFF)]
    [InlineData(RegisterDataType.Int32, -2, 0xFFFF, 0xFFFE)]
    [InlineData(RegisterDataType.UInt32, 0x00010002, 0x0001, 0x0002)]
    [InlineData(RegisterDataType.UInt64, 0x0001000200030004, 0x0001, 0x0002, 0x0003, 0x0004)]
    [InlineData(RegisterDataType.Int64, -3, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFD)]
    [InlineData(RegisterDataType.Float32, -12.5, 0xC148, 0x0000)]
    [InlineData(RegisterDataType.Float64, 0.1, 0x3FB9, 0x9999, 0x9999, 0x999A)]
    public void Decode_EachDataType_GivesTheNumber(RegisterDataType data, double expected, params int[] registers) =>
        Assert.Equal(expected, Codecs.Decode(Codecs.Point(data), [.. registers.Select(register => (ushort)register)]));

    [Theory]
    [InlineData(WordOrder.HighFirst, ByteOrder.HighFirst, 0x0102, 0x0304)]
    [InlineData(WordOrder.LowFirst, ByteOrder.HighFirst, 0x0304, 0x0102)]
    [InlineData(WordOrder.HighFirst, ByteOrder.LowFirst, 0x0201, 0x0403)]
    [InlineData(WordOrder.LowFirst, ByteOrder.LowFirst, 0x0403, 0x0201)]
    public void Decode_EachOrder_GivesTheNumber(WordOrder words, ByteOrder bytes, int first, int second) =>
        Assert.Equal(0x01020304, Codecs.Decode(Codecs.Point(RegisterDataType.UInt32) with { Words = words, Bytes = bytes }, (ushort)first, (ushort)second));

    [Fact]
    public void Decode_ADecimalScale_GivesTheNearestNumber() =>
        Assert.Equal(123.4, Codecs.Decode(Codecs.Point(RegisterDataType.UInt16) with { Scale = 0.1 }, 1234));

    [Fact]
    public void Decode_AUnitAndAScale_RoundsOnce() => Assert.Equal(
        1013, Codecs.Decode(Codecs.Point(RegisterDataType.UInt16) with { Scale = 0.001, Unit = QuantityCatalog.Power.GetUnit("kW") }, 1013));

    [Fact]
    public void Decode_AnOffset_IsAddedInTheDevicesUnit()
    {
        var point = Codecs.Point(RegisterDataType.UInt16) with { Scale = 0.1, Offset = -40, Unit = QuantityCatalog.Power.GetUnit("kW") };

        Assert.Equal(-15000, Codecs.Decode(point, 250));
    }

    [Theory]
    [InlineData(100, -100)]
    [InlineData(0, 0)]
    public void Decode_ADeviceThatCountsChargingAsPositive_Negates(int raw, double expected)
    {
        var decoded = Codecs.Decode(Codecs.Point(RegisterDataType.Int16) with { Sign = SignConvention.ChargePositive }, (ushort)raw);

        Assert.Equal(expected, decoded);
        Assert.False(double.IsNegative(decoded) && decoded == 0);
    }

    [Fact]
    public void Decode_AScaleFactor_MultipliesByAPowerOfTen()
    {
        var codec = Codecs.Number(Codecs.Point(RegisterDataType.Int16));

        Assert.Equal(-12.34, codec.Decode([unchecked((ushort)-1234)], -2).Value.Number);
        Assert.Equal(-1234000, codec.Decode([unchecked((ushort)-1234)], 3).Value.Number);
    }

    [Theory]
    [InlineData(RegisterDataType.UInt16, 0xFFFF)]
    [InlineData(RegisterDataType.Int16, 0x8000)]
    [InlineData(RegisterDataType.UInt32, 0xFFFF, 0xFFFF)]
    [InlineData(RegisterDataType.Int32, 0x8000, 0x0000)]
    [InlineData(RegisterDataType.UInt64, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF)]
    [InlineData(RegisterDataType.Int64, 0x8000, 0x0000, 0x0000, 0x0000)]
    [InlineData(RegisterDataType.Float32, 0x7FC0, 0x0000)]
    [InlineData(RegisterDataType.Float32, 0xFFC0, 0x0001)]
    [InlineData(RegisterDataType.Float32, 0x7F80, 0x0000)]
    [InlineData(RegisterDataType.Float64, 0x7FF8, 0x0000, 0x0000, 0x0000)]
    public void Decode_SunSpecsNotImplemented_IsNotAvailable(RegisterDataType data, params int[] registers)
    {
        var codec = Codecs.Number(Codecs.Point(data) with { NotAvailable = SunSpec.NotImplemented(data) });

        Assert.Equal(DecodedValue.NotAvailable, codec.Decode([.. registers.Select(register => (ushort)register)], 0));
    }

    [Fact]
    public void Decode_OutsideTheRange_IsUncertainAndKeepsTheValue() => Assert.Equal(
        new DecodedValue(PointValue.FromNumber(101), Quality.Uncertain, QualityReason.OutOfRange),
        Codecs.Number(Codecs.Point(RegisterDataType.UInt16), new NumberRange(0, 100)).Decode([101], 0));

    [Fact]
    public void Decode_ABitField_TakesItsBits() => Assert.Equal(
        0b101, Codecs.Decode(Codecs.Point(RegisterDataType.UInt16) with { FirstBit = 4, BitCount = 3 }, 0b1101_1111));

    [Theory]
    [InlineData(7, 0)]
    [InlineData(9, 1)]
    public void Decode_AnEnumMap_GivesTheMember(int raw, int member)
    {
        var codec = Codecs.Of(
            Codecs.Point(RegisterDataType.UInt16) with { EnumMap = new Dictionary<long, string> { [7] = "idle", [9] = "fault" }.ToImmutableDictionary() },
            PointValueType.Enum, new EnumMember(0, "idle", false), new EnumMember(1, "fault", true));

        Assert.Equal(DecodedValue.Good(PointValue.FromEnum(member)), codec.Decode([(ushort)raw], 0));
        Assert.Equal(DecodedValue.Undecodable, codec.Decode([8], 0));
    }

    [Fact]
    public void Decode_ANegativeEnumCode_IsSignExtended()
    {
        var codec = Codecs.Of(
            Codecs.Point(RegisterDataType.Int16) with { EnumMap = new Dictionary<long, string> { [-1] = "fault" }.ToImmutableDictionary() },
            PointValueType.Enum, new EnumMember(1, "fault", true));

        Assert.Equal(DecodedValue.Good(PointValue.FromEnum(1)), codec.Decode([0xFFFF], 0));
    }

    [Theory]
    [InlineData(ByteOrder.HighFirst, 0x4142, 0x4320, "ABC")]
    [InlineData(ByteOrder.LowFirst, 0x4241, 0x0043, "ABC")]
    public void Decode_AText_StopsAtZeroAndTrims(ByteOrder bytes, int first, int second, string expected)
    {
        var codec = Codecs.Of(Codecs.Point(RegisterDataType.Text) with { Length = 2, Bytes = bytes }, PointValueType.Text);

        Assert.Equal(expected, codec.Decode([(ushort)first, (ushort)second], 0).Value.Text);
    }

    [Fact]
    public void Decode_AnEmptyText_IsNotAvailable() => Assert.Equal(
        DecodedValue.NotAvailable, Codecs.Of(Codecs.Point(RegisterDataType.Text) with { Length = 2 }, PointValueType.Text).Decode([0, 0], 0));

    [Fact]
    public void Decode_ATime_CountsFromTheEpoch()
    {
        var codec = Codecs.Of(
            Codecs.Point(RegisterDataType.UInt32) with { Unit = QuantityCatalog.Duration.Canonical, Offset = 946_684_800 }, PointValueType.Time);

        Assert.Equal("2000-01-01T00:00:10.000000Z", codec.Decode([0, 10], 0).Value.Time.ToString());
    }

    [Fact]
    public void Decode_ATimeBeyondTheCalendar_IsUndecodable()
    {
        var codec = Codecs.Of(Codecs.Point(RegisterDataType.UInt64) with { Unit = QuantityCatalog.Duration.Canonical }, PointValueType.Time);

        Assert.Equal(DecodedValue.Undecodable, codec.Decode([0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF], 0));
    }

    [Fact]
    public void Decode_AScaleOfManyDecimals_IsUsedAsItIs()
    {
        var codec = Codecs.Number(Codecs.Point(RegisterDataType.UInt16) with { Scale = 1.2345678901234567e-9, Unit = QuantityCatalog.Power.GetUnit("mW") });

        Assert.Equal(1.2345678901234567e-22, codec.Decode([1], -10).Value.Number, 1e-36);
    }

    [Fact]
    public void Decode_ABit_IsAFlag() => Assert.Equal(
        DecodedValue.Good(PointValue.FromFlag(true)), Codecs.Of(Codecs.Point(RegisterDataType.Bit), PointValueType.Flag).Decode(true));
}
