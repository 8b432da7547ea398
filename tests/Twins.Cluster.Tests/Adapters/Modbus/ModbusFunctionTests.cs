using Twins.Adapters;
using Twins.Commands;
using Twins.Connections;
using Twins.Cluster.Tests.Support;
using Twins.Points;
using Twins.Readings;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters.Modbus;

/// <summary>Which functions a device is asked by, and what is known when the connection is cut: seen request by request.</summary>
public sealed class ModbusFunctionTests : IAsyncDisposable
{
    private readonly FrameDevice _device = new();
    private ModbusBench? _bench;

    private ModbusBench Bench => _bench!;

    public async ValueTask DisposeAsync()
    {
        if (_bench is not null)
        {
            await _bench.DisposeAsync();
        }

        await _device.DisposeAsync();
    }

    [Fact]
    public async Task Send_Function22IsAnsweredWithException1_IsReadModifiedWrittenAndRemembered()
    {
        Start();
        _device.Registers[300] = 0xF001;
        _device.Refuse = request => request.Function == 22 ? (byte)1 : (byte)0;

        SendResult first = await SendAsync("connectionCommand", PointValue.FromEnum(1));
        SendResult second = await SendAsync("connectionCommand", PointValue.FromEnum(2));

        Assert.Equal((WriteProgress.Acknowledged, WriteProgress.Acknowledged), (first.Progress, second.Progress));
        Assert.Equal([22, 3, 6, 3, 6], _device.Seen.Select(request => request.Function));
        Assert.Equal(0xF021, _device.Registers[300]);
    }

    [Fact]
    public async Task Send_Function22IsKnown_ChangesTheBitsInOneRequest()
    {
        Start();
        _device.Registers[300] = 0xF001;

        await SendAsync("connectionCommand", PointValue.FromEnum(2));

        Assert.Equal([22], _device.Seen.Select(request => request.Function));
        Assert.Equal(0xF021, _device.Registers[300]);
    }

    [Theory]
    [InlineData("", 6)]
    [InlineData("  writeFunction: 16\n", 16)]
    public async Task Send_OneRegister_ByTheFunctionThatTheDeviceIsDescribedWith(string option, int function)
    {
        Start(option);

        await Bench.Device.SendAsync(Bench.Write(50));

        Assert.Equal([function], _device.Writes.Select(request => request.Function));
        Assert.Equal(50, _device.Registers[200]);
    }

    [Fact]
    public async Task Poll_MaxRegisters8_NeverAsksForMoreAndReadsAll()
    {
        Start("  maxRegisters: 8\n");
        (_device.Registers[100], _device.Registers[119]) = (4_000, 500);

        await Bench.PollAsync();
        await Bench.Device.ReadBackAsync(Bench.Write(50));

        Assert.All(_device.Reads, request => Assert.InRange(request.Count, 1, 8));
        Assert.Equal(400, Bench.Readings("voltage").Single().Value.Number);
        Assert.Equal(50, Bench.Readings("stateOfCharge").Single().Value.Number);
    }

    [Theory]
    [InlineData("AB\0\0", "AB")]
    [InlineData("AB\r\n", "AB")]
    [InlineData("A  \0", "A")]
    [InlineData("A\r\n\0", "A")]
    [InlineData("A \r\n", "A")]
    [InlineData("A\0\n\0", "A")]
    public async Task Poll_ATextWithTrailingBytes_IsTrimmed(string registers, string text)
    {
        Start();
        PutText(registers);

        await Bench.PollAsync();

        Reading reading = Bench.Readings("serialNumber").Single();
        Assert.Equal((Quality.Good, text), (reading.Quality, reading.Value.Text));
    }

    [Theory]
    [InlineData("A\u0001BC")]
    [InlineData("\u001b[2J")]
    [InlineData("AB\u007fC")]
    [InlineData("\u00ff\u00fe\u00fdA")]
    public async Task Poll_ATextThatIsNotPrintable_IsBad(string registers)
    {
        Start();
        PutText(registers);

        await Bench.PollAsync();

        Reading reading = Bench.Readings("serialNumber").Single();
        Assert.Equal((Quality.Bad, false), (reading.Quality, reading.Value.HasValue));
    }

    [Fact]
    public async Task Send_TheConnectionIsCutAfterTheDeviceAppliedIt_MayHaveArrived()
    {
        Start();
        _device.Cut = request => request.Function == 6;

        SendResult result = await Bench.TurnUntilDoneAsync(Bench.Device.SendAsync(Bench.Write(50)));

        Assert.Equal((WriteProgress.Sent, CommandRefusal.None), (result.Progress, result.Refusal));
        Assert.Equal(50, _device.Registers[200]);
        Assert.Single(_device.Writes);
    }

    [Fact]
    public async Task Send_TheConnectionIsCutWhileTheBitsAreReadBeforeTheWrite_WasNeverSent()
    {
        Start();
        _device.Refuse = request => request.Function == 22 ? (byte)1 : (byte)0;
        _device.Cut = request => request.Function == 3;

        SendResult result = await Bench.TurnUntilDoneAsync(SendAsync("connectionCommand", PointValue.FromEnum(1)));

        Assert.Equal((WriteProgress.NotSent, CommandRefusal.Disconnected), (result.Progress, result.Refusal));
        Assert.Equal(0, _device.Registers[300]);
    }

    [Fact]
    public async Task Send_TheConnectionWasCutBeforeAnyByteLeft_WasNeverSent()
    {
        Start();
        await Bench.PollAsync();
        await _device.UnplugAsync();

        SendResult result = await Bench.TurnUntilDoneAsync(Bench.Device.SendAsync(Bench.Write(50)));

        Assert.Equal((WriteProgress.NotSent, CommandRefusal.Disconnected), (result.Progress, result.Refusal));
        Assert.Empty(_device.Writes);
    }

    [Fact]
    public async Task Log_TheStateOfTheConnection_IsASentenceWithAReasonOnlyWhenThereIsOne()
    {
        Start();
        await Bench.PollAsync();
        Assert.Equal($"The connection test/storage to 127.0.0.1:{_device.Port} is connected", Assert.Single(Bench.Log.Lines).Line);

        await _device.UnplugAsync();
        await Bench.TurnUntilDoneAsync(Bench.Device.SendAsync(Bench.Write(50)));

        await Eventually.TrueAsync(() => Bench.Log.Lines.Count == 2, "the loss is logged");
        Assert.StartsWith(
            $"The connection test/storage to 127.0.0.1:{_device.Port} is down and will be tried again: ", Bench.Log.Lines.Last().Line, StringComparison.Ordinal);
    }

    [Fact]
    public Task Write_TheDeviceShowsTheValueAfterItsSettleTimeOf3Seconds_IsFollowed() => Turns.RunAsync(async () =>
    {
        Start(write: ", settleS: 3.5");
        MonotonicTime written = MonotonicTime.Never;
        _device.Writing = () => written = MonotonicTime.Now(Bench.Clock);
        _device.Refuse = request =>
        {
            _device.Registers[201] = (written + TimeSpan.FromSeconds(3)).IsDue(Bench.Clock) ? _device.Registers[200] : (ushort)0;
            return 0;
        };
        using var lane = new DeviceLane(Bench.Device, Bench.Field, Bench.Counters, Bench.Clock, Bench.Log);
        Task running = lane.RunAsync();

        WriteResult result = await Bench.TurnUntilDoneAsync(
            lane.WriteAsync(new SetpointWrite(Guid.CreateVersion7(), "bess-1", "powerSetpoint", PointValue.FromNumber(50), TimeSpan.FromMinutes(5))));
        lane.Close();
        await running;

        Assert.Equal((WriteProgress.ReadBack, true), (result.Progress, result.Followed));
        Assert.Single(_device.Writes);
        Assert.True(written + TimeSpan.FromSeconds(3) <= MonotonicTime.Now(Bench.Clock));
    });

    private void Start(string options = "", string write = "") => _bench = new ModbusBench(
        $$"""
        device: function-battery
        type: bess
        version: 1
        products: [{brand: Test, model: Battery of few functions}]
        source: {document: test}
        modbus:
        {{options}}  reads:
            - {function: holding, start: 100, count: 20, everyS: 1}
            - {function: holding, start: 200, count: 2, everyS: 5}
            - {function: holding, start: 300, count: 1, everyS: 5}
          points:
            - {key: voltage, address: 100, data: uint16, unit: V, scale: 0.1}
            - {key: serialNumber, address: 110, data: text, length: 2}
            - {key: activePower, address: 113, data: int16, unit: W}
            - {key: stateOfCharge, address: 119, data: uint16, unit: "%", scale: 0.1}
            - {key: powerSetpoint, address: 201, data: int16, unit: W}
          writes:
            - {key: powerSetpoint, address: 200, data: int16, unit: W, readBack: 201, tolerance: 1, safeValue: 0{{write}}}
            - {key: connectionCommand, address: 300, data: uint16, firstBit: 4, bitCount: 2}
        tested: {simulator: true}
        """,
        _device.Port);

    private Task<SendResult> SendAsync(string point, PointValue value) => Bench.Device.SendAsync(Bench.Write(point, value));

    private void PutText(string text)
    {
        for (int i = 0; i < 2; i++)
        {
            _device.Registers[110 + i] = (ushort)((text[2 * i] << 8) | text[(2 * i) + 1]);
        }
    }
}
