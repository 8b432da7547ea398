using Twins.Adapters.Modbus.Wire;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Modbus.Master;

public sealed class SilentDeviceTests : IAsyncDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedDevice _device = new();
    private ModbusTcpMaster? _master;

    public async ValueTask DisposeAsync()
    {
        if (_master is not null)
        {
            await _master.DisposeAsync();
        }

        await _device.DisposeAsync();
    }

    [Fact]
    public async Task Request_NotAnswered_TimesOutNamingWhatWasAsked()
    {
        var connection = await ConnectAsync();
        var asked = _master!.ReadHoldingRegistersAsync(3, 100, new ushort[10]).AsTask();
        await connection.ReadFrameAsync();

        _clock.Advance(RequestTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(asked.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        var error = await Assert.ThrowsAsync<ModbusTimeoutException>(() => asked.InTime());
        Assert.Equal(
            $"127.0.0.1:{_device.Port} did not answer function 3 (ReadHoldingRegisters) of unit 3, address 100, count 10 within 2000 ms.",
            error.Message);
        Assert.Equal(new ModbusRequest(ModbusFunction.ReadHoldingRegisters, 3, 100, 10), error.Request);
        Assert.Equal(RequestTimeout, error.Timeout);
    }

    [Fact]
    public async Task LateAnswer_AfterTheTimeout_IsDroppedAndTheNextRequestGetsItsOwn()
    {
        var connection = await ConnectAsync();
        ushort[] late = [7];
        var first = _master!.ReadHoldingRegistersAsync(3, 100, late).AsTask();
        var firstFrame = await connection.ReadFrameAsync();
        _clock.Advance(RequestTimeout);
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => first.InTime());

        _clock.Advance(TimeSpan.FromSeconds(1));
        ushort[] fresh = [0];
        var second = _master.ReadHoldingRegistersAsync(3, 100, fresh).AsTask();
        var secondFrame = await connection.ReadFrameAsync();
        await connection.AnswerRegistersAsync(firstFrame, 11);
        await connection.AnswerRegistersAsync(secondFrame, 22);
        await second.InTime();

        Assert.Equal([22], fresh);
        Assert.Equal([7], late);
    }

    [Fact]
    public async Task RestingUnit_AskedAgain_FailsAtOnceAndSaysWhenItIsTried()
    {
        var connection = await ConnectAsync();
        await LeaveUnansweredAsync(connection, unitId: 3);

        var error = await Assert.ThrowsAsync<ModbusUnitBackoffException>(
            () => _master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).InTime());

        Assert.Equal(
            $"127.0.0.1:{_device.Port} was not asked for function 3 (ReadHoldingRegisters) of unit 3, address 0, count 1: "
            + "the unit left 1 request(s) in a row unanswered and is tried again in 1 s.",
            error.Message);
        Assert.Equal(TimeSpan.FromSeconds(1), error.RetryIn);
        Assert.Equal(1, error.Timeouts);
    }

    [Fact]
    public async Task RestingUnit_StillSilent_RestsTwiceAsLongEachTimeUpToTheLimit()
    {
        var connection = await ConnectAsync(options => options with { SilencesBeforeReconnect = 1000 });
        var rests = new List<double>();
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await LeaveUnansweredAsync(connection, unitId: 3);
            var resting = await Assert.ThrowsAsync<ModbusUnitBackoffException>(
                () => _master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).InTime());
            var rest = resting.RetryIn;
            rests.Add(rest.TotalSeconds);
            _clock.Advance(rest);
        }

        Assert.Equal([1, 2, 4, 8, 10, 10], rests);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task RestingUnit_WallClockSteps_RestsNoLongerAndNoShorter(int hours)
    {
        var connection = await ConnectAsync();
        await LeaveUnansweredAsync(connection, unitId: 3);

        _clock.StepWallClock(TimeSpan.FromHours(hours));

        var resting = await Assert.ThrowsAsync<ModbusUnitBackoffException>(() => _master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).InTime());
        Assert.Equal(TimeSpan.FromSeconds(1), resting.RetryIn);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var tried = _master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).AsTask();
        await connection.AnswerRegistersAsync(await connection.ReadFrameAsync(), 5);
        await tried.InTime();
    }

    [Fact]
    public async Task RestingUnit_WhileItIsTried_IsAskedByOneRequestOnly()
    {
        var connection = await ConnectAsync();
        await LeaveUnansweredAsync(connection, unitId: 3);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var trying = _master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).AsTask();
        var frame = await connection.ReadFrameAsync();
        await Assert.ThrowsAsync<ModbusUnitBackoffException>(() => _master.ReadHoldingRegistersAsync(3, 0, new ushort[1]).InTime());
        await connection.AnswerRegistersAsync(frame, 5);
        await trying.InTime();

        // It answered: it is asked freely again.
        var both = Task.WhenAll(
            _master.ReadHoldingRegistersAsync(3, 0, new ushort[1]).AsTask(),
            _master.ReadHoldingRegistersAsync(3, 1, new ushort[1]).AsTask());
        await connection.AnswerRegistersAsync(await connection.ReadFrameAsync(), 6);
        await connection.AnswerRegistersAsync(await connection.ReadFrameAsync(), 6);
        await both.InTime();
        Assert.True(both.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task SilentUnit_SharedConnectionOneInFlight_CostsTheOthersOneTimeoutOnly()
    {
        var connection = await ConnectAsync(options => options with { MaxInFlight = 1 });
        var toSilent = Enumerable.Range(0, 5).Select(_ => _master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).AsTask()).ToArray();
        var toLive = _master!.ReadHoldingRegistersAsync(4, 0, new ushort[1]).AsTask();
        Assert.Equal(3, (await connection.ReadFrameAsync())[6]);

        _clock.Advance(RequestTimeout);

        // The four requests that waited behind the first are not sent: the live unit's is the next frame.
        var frame = await connection.ReadFrameAsync();
        Assert.Equal(4, frame[6]);
        await connection.AnswerRegistersAsync(frame, 9);
        await toLive.InTime();
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => toSilent[0].InTime());
        foreach (var waiting in toSilent[1..])
        {
            await Assert.ThrowsAsync<ModbusUnitBackoffException>(() => waiting.InTime());
        }
    }

    [Fact]
    public async Task DeviceThatTakesNothing_ConnectionIsGivenUpBeforeMemoryGrows()
    {
        var connection = await ConnectAsync(
            options => options with { MaxInFlight = 256, SilencesBeforeReconnect = 1000, QueueCapacity = 65536 });
        var givenUp = new TaskCompletionSource<ModbusException?>();
        _master!.StateChanged += (_, change) => givenUp.TrySetResult(change.Error);

        // Nobody reads at the other end, and each volley is to units that do not rest yet.
        for (byte unitId = 1; unitId < 255 && !givenUp.Task.IsCompleted; unitId++)
        {
            var volley = Enumerable.Range(0, 256).Select(_ => _master.WriteMultipleRegistersAsync(unitId, 0, new ushort[123]).AsTask()).ToArray();
            _clock.Advance(RequestTimeout);
            await Assert.ThrowsAnyAsync<ModbusException>(() => Task.WhenAll(volley).InTime());
        }

        var error = Assert.IsType<ModbusConnectionException>(await givenUp.Task.InTime());
        Assert.Equal("the device does not take what is sent", error.Reason);
        connection.Dispose();
    }

    [Fact]
    public async Task SilentConnection_SeveralTimeoutsInARow_IsGivenUpAndTheNextRequestOpensAnother()
    {
        var connection = await ConnectAsync();
        var givenUp = new TaskCompletionSource<ModbusException?>();
        _master!.StateChanged += (_, change) => givenUp.TrySetResult(change.Error);
        await LeaveUnansweredAsync(connection, unitId: 3);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await LeaveUnansweredAsync(connection, unitId: 3);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await LeaveUnansweredAsync(connection, unitId: 3);

        var error = Assert.IsType<ModbusConnectionException>(await givenUp.Task.InTime());
        Assert.Equal("3 requests one after the other were left unanswered", error.Reason);
        Assert.True(await connection.IsClosedAsync());
        _clock.Advance(ModbusTcpMasterOptions.DefaultReconnectDelay);
        await Eventually.TrueAsync(() => _master.State == ModbusConnectionState.Idle, "the wait is over");
        var next = _master.ReadHoldingRegistersAsync(4, 0, new ushort[1]).AsTask();
        await (await _device.AcceptAsync()).ReadFrameAsync();
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task CancelledRequest_OneInFlight_KeepsItsPlaceUntilItIsAnswered()
    {
        var connection = await ConnectAsync(options => options with { MaxInFlight = 1 });
        using var cancellation = new CancellationTokenSource();
        ushort[] untouched = [7];
        var cancelled = _master!.ReadHoldingRegistersAsync(3, 0, untouched, cancellation.Token).AsTask();
        var frame = await connection.ReadFrameAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.InTime());

        ushort[] next = [0];
        var following = _master.ReadHoldingRegistersAsync(3, 0, next).AsTask();
        await connection.AnswerRegistersAsync(frame, 11);
        await connection.AnswerRegistersAsync(await connection.ReadFrameAsync(), 22);
        await following.InTime();

        Assert.Equal([22], next);
        Assert.Equal([7], untouched);
    }

    [Fact]
    public async Task FullQueue_OneMoreRequest_IsRefusedNamingTheLimit()
    {
        var connection = await ConnectAsync(options => options with { MaxInFlight = 1, QueueCapacity = 2 });
        var accepted = Enumerable.Range(0, 3).Select(_ => _master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).AsTask()).ToArray();

        var error = await Assert.ThrowsAsync<ModbusBusyException>(() => _master!.WriteSingleRegisterAsync(3, 12, 1).InTime());

        Assert.Equal(
            $"127.0.0.1:{_device.Port} was not asked for function 6 (WriteSingleRegister) of unit 3, address 12, count 1: "
            + "2 requests are waiting, which is the limit.",
            error.Message);
        foreach (var request in accepted)
        {
            await connection.AnswerRegistersAsync(await connection.ReadFrameAsync(), 1);
            await request.InTime();
        }
    }

    private async Task<RawConnection> ConnectAsync(Func<ModbusTcpMasterOptions, ModbusTcpMasterOptions>? adjust = null)
    {
        var options = new ModbusTcpMasterOptions
        {
            Host = "127.0.0.1",
            Port = _device.Port,
            RequestTimeout = RequestTimeout,
            MaxUnitRestDelay = TimeSpan.FromSeconds(10),
            Jitter = 0,
        };
        _master = new ModbusTcpMaster(adjust?.Invoke(options) ?? options, _clock);
        await _master.ConnectAsync().InTime();
        return await _device.AcceptAsync();
    }

    private async Task LeaveUnansweredAsync(RawConnection connection, byte unitId)
    {
        var request = _master!.ReadHoldingRegistersAsync(unitId, 0, new ushort[1]).AsTask();
        await connection.ReadFrameAsync();
        _clock.Advance(RequestTimeout);
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => request.InTime());
    }
}
