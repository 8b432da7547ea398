using Twins.Devices;
using Twins.Cluster.Tests.Support;
using Twins.Points;
using Twins.Readings;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Cluster.Tests.Adapters.Modbus;

public sealed class GarbageTests
{
    public static TheoryData<string> Kinds => ["bytes that are no frame", "another unit's frame", "a cut frame", "closed connection", "exception"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Poll_DeviceSendsGarbage_TwinLivesAndRecovers(string kind)
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.ElapseUntilAsync(async () => (await site.ReadAsync("voltage")).Quality == Quality.Good, "the first values");

        site.Battery.Garbage = Answer(kind);
        int reads = site.Battery.Reads;
        await site.ElapseUntilAsync(
            async () => site.Battery.Reads > reads && (await site.ReadAsync("voltage")).Quality is Quality.Bad or Quality.Stale, "no longer good");
        site.Battery.Garbage = null;
        await site.ElapseUntilAsync(async () => (await site.ReadAsync("voltage")).Quality == Quality.Good, "good again");

        Assert.Equal(380, (await site.ReadAsync("voltage")).Value.Number);
        Assert.Equal(Connectivity.Online, (await site.Twin.GetSnapshotAsync()).Connectivity.State);
    }

    [Fact]
    public async Task Poll_RegistersWithoutSense_JudgedPointByPoint()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        site.Battery.Registers[100] = 0xFFFF;
        site.Battery.Registers[104] = 5_000;
        site.Battery.Registers[109] = 77;

        await site.ElapseUntilAsync(async () => (await site.ReadAsync("stateOfCharge")).Value.HasValue, "the first values");

        Assert.Equal(
            (Quality.Bad, QualityReason.NotAvailable, PointValue.None), Judged(await site.ReadAsync("voltage")));
        Assert.Equal(
            (Quality.Uncertain, QualityReason.OutOfRange, PointValue.FromNumber(500)), Judged(await site.ReadAsync("stateOfCharge")));
        Assert.Equal(
            (Quality.Bad, QualityReason.Undecodable, PointValue.None), Judged(await site.ReadAsync("operatingState")));
    }

    private static (Quality Quality, QualityReason Reason, PointValue Value) Judged(Reading reading) => (reading.Quality, reading.Reason, reading.Value);

    private static ModbusReply Answer(string kind) => kind switch
    {
        "bytes that are no frame" => ModbusReply.Raw(Enumerable.Range(0, 300).Select(i => (byte)(i * 37)).ToArray()),
        "another unit's frame" => ModbusReply.Raw(new byte[] { 0xAB, 0xCD, 0, 0, 0, 5, 99, 3, 2, 0, 1 }),
        "a cut frame" => ModbusReply.Raw(new byte[] { 0, 1, 0, 0 }),
        "closed connection" => ModbusReply.Disconnect,
        _ => ModbusReply.Refused(ModbusExceptionCode.ServerDeviceFailure),
    };
}
