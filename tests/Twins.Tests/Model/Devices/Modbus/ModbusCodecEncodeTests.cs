using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Units;

namespace Twins.Tests.Model.Devices.Modbus;

public sealed class ModbusCodecEncodeTests
{
    [Theory]
    [InlineData(RegisterDataType.UInt16, 65534)]
    [InlineData(RegisterDataType.Int16, -32768)]
    [InlineData(RegisterDataType.UInt32, 4294967295)]
    [InlineData(RegisterDataType.Int32, -2147483648)]
    [InlineData(RegisterDataType.UInt64, 9007199254740991)]
    [InlineData(RegisterDataType.Int64, -9007199254740991)]
    [InlineData(RegisterDataType.Float32, -12.5)]
    [InlineData(RegisterDataType.Float64, 0.1)]
    public void Encode_ThenDecode_IsTheSame(RegisterDataType data, double value)
    {
        foreach (var words in Enum.GetValues<WordOrder>())
        {
            foreach (var bytes in Enum.GetValues<ByteOrder>())
            {
                var codec = Codecs.Number(Codecs.Point(data) with { Words = words, Bytes = bytes });
                var registers = new ushort[codec.Count];

                Assert.Null(codec.TryEncode(PointValue.FromNumber(value), 0, registers));
                Assert.Equal(value, codec.Decode(registers, 0).Value.Number);
            }
        }
    }

    [Theory]
    [InlineData(RegisterDataType.Int16, 32768, "'point' of 32768 W is 32768 in the register, and int16 hold -32768 to 32767")]
    [InlineData(RegisterDataType.UInt16, -1, "'point' of -1 W is -1 in the register, and uint16 hold 0 to 65535")]
    [InlineData(RegisterDataType.Int32, 3e9, "'point' of 3000000000 W is 3000000000 in the register, and int32 hold -2147483648 to 2147483647")]
    [InlineData(RegisterDataType.Float32, 1e39, "'point' of 1E+39 W is 1E+39 in the register, and float32 hold -3.4028234663852886E+38 to 3.4028234663852886E+38")]
    public void Encode_BeyondTheDataType_NamesValueAndLimits(RegisterDataType data, double value, string error)
    {
        var codec = Codecs.Number(Codecs.Point(data));
        var registers = new ushort[codec.Count];

        Assert.Equal(error, codec.TryEncode(PointValue.FromNumber(value), 0, registers));
        Assert.All(registers, register => Assert.Equal(0, register));
    }

    [Fact]
    public void Encode_AScaledNumber_NamesTheNumberInTheRegister() => Assert.Equal(
        "'point' of 4000000 W is 40000 in the register, and int16 hold -32768 to 32767",
        Codecs.Number(Codecs.Point(RegisterDataType.Int16) with { Scale = 0.1, Unit = QuantityCatalog.Power.GetUnit("kW") }).TryEncode(PointValue.FromNumber(4e6), 0, new ushort[1]));

    [Fact]
    public void Encode_BetweenTwoSteps_TakesTheNearest()
    {
        var codec = Codecs.Number(Codecs.Point(RegisterDataType.Int16) with { Scale = 100 });
        var registers = new ushort[1];

        Assert.Null(codec.TryEncode(PointValue.FromNumber(-149), 0, registers));
        Assert.Equal(-1, (short)registers[0]);
    }

    [Fact]
    public void Encode_WhatWouldReadAsNotAvailable_IsAnError() => Assert.Equal(
        "'point' of 65535 would read as \"not available\"",
        Codecs.Number(Codecs.Point(RegisterDataType.UInt16) with { NotAvailable = 0xFFFF }).TryEncode(PointValue.FromNumber(65535), 0, new ushort[1]));

    [Fact]
    public void Encode_NoValue_WritesThePattern()
    {
        var registers = new ushort[1];

        Assert.Null(Codecs.Number(Codecs.Point(RegisterDataType.Int16) with { NotAvailable = 0x8000 }).TryEncode(PointValue.None, 0, registers));
        Assert.Equal(0x8000, registers[0]);
    }

    [Fact]
    public void Encode_NoValueWithoutAPattern_IsAnError() => Assert.Equal(
        "the device has no pattern that means \"not available\" for 'point'",
        Codecs.Number(Codecs.Point(RegisterDataType.Int16)).TryEncode(PointValue.None, 0, new ushort[1]));

    [Fact]
    public void Encode_AnotherShape_SaysWhatItTakes() => Assert.Equal(
        "'point' takes number, not flag", Codecs.Number(Codecs.Point(RegisterDataType.Int16)).TryEncode(PointValue.FromFlag(true), 0, new ushort[1]));

    [Fact]
    public void Encode_ABitField_KeepsTheOtherBits()
    {
        var codec = Codecs.Number(Codecs.Point(RegisterDataType.UInt16) with { FirstBit = 4, BitCount = 3 });
        ushort[] registers = [0b1111_1111_0000_1111];

        Assert.Null(codec.TryEncode(PointValue.FromNumber(0b101), 0, registers));
        Assert.Equal(0b1111_1111_0101_1111, registers[0]);
        Assert.Equal("'point' of 8 W is 8 in the register, and 3 bits hold 0 to 7", codec.TryEncode(PointValue.FromNumber(8), 0, registers));
    }

    [Fact]
    public void EncodeMask_OfABitField_ChangesItsBitsOnly()
    {
        var codec = Codecs.Number(Codecs.Point(RegisterDataType.UInt16) with { FirstBit = 4, BitCount = 3 });

        Assert.Null(codec.TryEncodeMask(PointValue.FromNumber(0b101), out var and, out var or));

        // Modbus Application Protocol V1.1b3, section 6.16.
        const ushort Content = 0b1010_1010_1010_1010;
        Assert.Equal(0b1010_1010_1101_1010, (ushort)((Content & and) | (or & ~and)));
    }

    [Fact]
    public void EncodeMask_OfAWholeRegister_IsOurMistake() => Assert.Throws<InvalidOperationException>(
        () => Codecs.Number(Codecs.Point(RegisterDataType.UInt16)).TryEncodeMask(PointValue.FromNumber(1), out _, out _));

    [Fact]
    public void Encode_ATextTooLong_NamesTheLimit() => Assert.Equal(
        "'point' of 'ABCDE' is longer than 4 bytes",
        Codecs.Of(Codecs.Point(RegisterDataType.Text) with { Length = 2 }, PointValueType.Text).TryEncode(PointValue.FromText("ABCDE"), 0, new ushort[2]));

    [Fact]
    public void Encode_AMemberWithoutCode_NamesIt() => Assert.Equal(
        "the device has no code for member 5 of 'point'",
        Codecs.Of(Codecs.Point(RegisterDataType.UInt16), PointValueType.Enum, new EnumMember(0, "idle", false)).TryEncode(PointValue.FromEnum(5), 0, new ushort[1]));

    [Fact]
    public void Encode_AFlag_IsACoil()
    {
        Assert.Null(Codecs.Of(Codecs.Point(RegisterDataType.Bit), PointValueType.Flag).TryEncode(PointValue.FromFlag(true), out var bit));
        Assert.True(bit);
    }
}
