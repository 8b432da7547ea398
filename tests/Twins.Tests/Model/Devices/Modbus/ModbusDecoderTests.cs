using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Readings;

namespace Twins.Tests.Model.Devices.Modbus;

public sealed class ModbusDecoderTests
{
    private const string Scaled = "    - {key: powerSetpoint, address: 9, data: int16, unit: W, scaleFactorAddress: 12}\n";

    private static readonly Timestamp Now = new(1_000_000);

    [Fact]
    public void Decode_ARequest_GivesItsReadingsWithTheTimeOfReceipt()
    {
        var (map, decoder, buffer) = Make();
        var registers = new ushort[20];
        registers[1] = 1000;
        registers[2] = 50;
        registers[3] = 9;
        registers[4] = 0x4142;

        var count = decoder.Decode(0, registers, new ModbusScaleFactors(map), Now, buffer);

        Assert.Equal(
            [
                Good(0, PointValue.FromNumber(1000)), Good(2, PointValue.FromNumber(50)),
                Good(3, PointValue.FromEnum(1)), Good(4, PointValue.FromText("AB")),
            ],
            buffer[..count]);
    }

    [Fact]
    public void Decode_AScaleFactorInTheRequest_IsUsedAtOnce()
    {
        var (map, decoder, buffer) = Make(Scaled);
        var registers = new ushort[20];
        registers[9] = 25;
        registers[12] = 1;

        var count = decoder.Decode(0, registers, new ModbusScaleFactors(map), Now, buffer);

        Assert.Contains(Good(1, PointValue.FromNumber(250)), buffer[..count]);
    }

    [Theory]
    [InlineData(0x8000, QualityReason.NotAvailable)]
    [InlineData(11, QualityReason.Undecodable)]
    [InlineData(0xFFF5, QualityReason.Undecodable)]
    public void Decode_AScaleFactorThatIsNone_GivesNoValue(int factor, QualityReason reason)
    {
        var (map, decoder, buffer) = Make(Scaled);
        var registers = new ushort[20];
        registers[12] = (ushort)factor;

        var count = decoder.Decode(0, registers, new ModbusScaleFactors(map), Now, buffer);

        Assert.Contains(new Reading(1, PointValue.None, Quality.Bad, reason, Now, TimeSource.Gateway), buffer[..count]);
    }

    [Fact]
    public void Decode_BeforeTheScaleFactorWasRead_GivesNoValue()
    {
        const string Reads = "    - {function: holding, start: 60, count: 1, everyS: 60}\n";
        var (map, decoder, buffer) = Make(Scaled.Replace("12", "60", StringComparison.Ordinal), Reads);
        var factors = new ModbusScaleFactors(map);

        decoder.Decode(0, new ushort[20], factors, Now, buffer);
        Assert.Contains(new Reading(1, PointValue.None, Quality.Bad, QualityReason.NeverRead, Now, TimeSource.Gateway), buffer);

        var request = ModbusReadPlan.Create(map).Single(candidate => candidate.Start == 60);
        decoder.Decode(request.Index, [0], factors, Now, buffer);
        var count = decoder.Decode(0, new ushort[20], factors, Now, buffer);
        Assert.Contains(Good(1, PointValue.FromNumber(0)), buffer[..count]);
    }

    [Fact]
    public void Decode_TooFewRegisters_IsOurMistake()
    {
        var (map, decoder, buffer) = Make();

        Assert.StartsWith(
            "The request brings 20, but 19 were given.",
            Assert.Throws<ArgumentException>(() => decoder.Decode(0, new ushort[19], new ModbusScaleFactors(map), Now, buffer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_TooSmallABuffer_IsOurMistake()
    {
        var (map, decoder, _) = Make();

        Assert.StartsWith(
            "The request brings 4 readings, but there is room for 3.",
            Assert.Throws<ArgumentException>(() => decoder.Decode(0, new ushort[20], new ModbusScaleFactors(map), Now, new Reading[3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Numbers_AllocatesNothing()
    {
        var (map, decoder, buffer) = Make();
        var factors = new ModbusScaleFactors(map);
        var registers = new ushort[20];
        decoder.Decode(1, registers, factors, Now, buffer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            decoder.Decode(1, registers, factors, Now, buffer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Reading Good(int point, PointValue value) => new(point, value, Quality.Good, QualityReason.None, Now, TimeSource.Gateway);

    private static (ModbusMap Map, ModbusDecoder Decoder, Reading[] Buffer) Make(string points = "", string reads = "")
    {
        var map = SampleMap.Compile(reads, points);
        var decoder = new ModbusDecoder(map, ModbusReadPlan.Create(map));
        return (map, decoder, new Reading[decoder.MostReadings]);
    }
}
