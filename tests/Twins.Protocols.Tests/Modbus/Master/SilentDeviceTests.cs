using Twins.Protocols.Modbus;
using Twins.Testing.Time;

namespace Twins.Protocols.Tests.Modbus.Master;

public sealed class SilentDeviceTests : IAsyncDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider clock = new();
    private readonly ScriptedDevice device = new();
    private ModbusTcpMaster? master;

    public async ValueTask DisposeAsync()
    {
        if (master is not null)
        {
            await master.DisposeAsync();
        }

        await device.DisposeAsync();
    }

    [Fact]
    public async Task Request_NotAnswered_TimesOutNamingWhatWasAsked()
    {
        var connection = await ConnectAsync();
        var asked = master!.ReadHoldingRegistersAsync(3, 100, new ushort[10]).AsTask();
        await connection.ReadFrameAsync();

        clock.Advance(RequestTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(asked.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        var error = await Assert.ThrowsAsync<ModbusTimeoutException>(() => asked.InTime());
        Assert.Equal(
            $"127.0.0.1:{device.Port} did not answer function 3 (ReadHoldingRegisters) of unit 3, address 100, count 10 within 2000 ms.",
            error.Message);
        Assert.Equal(new ModbusRequest(ModbusFunction.ReadHoldingRegisters, 3, 100, 10), error.Request);
        Assert.Equal(RequestTimeout, error.Timeout);
    }

    [Fact]
    public async Task LateAnswer_AfterTheTimeout_IsDroppedAndTheNextRequestGetsItsOwn()
    {
        var connection = await ConnectAsync();
        ushort[] late = [7];
        var first = master!.ReadHoldingRegistersAsync(3, 100, late).AsTask();
        var firstFrame = await connection.ReadFrameAsync();
        clock.Advance(RequestTimeout);
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => first.InTime());

        clock.Advance(TimeSpan.FromSeconds(1));
        ushort[] fresh = [0];
        var second = master.ReadHoldingRegistersAsync(3, 100, fresh).AsTask();
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
            () => master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).InTime());

        Assert.Equal(
            $"127.0.0.1:{device.Port} was not asked for function 3 (ReadHoldingRegisters) of unit 3, address 0, count 1: "
            + "the unit left 1 request(s) in a row unanswered and is tried again at 2026-01-01T00:00:03.000Z.",
            error.Message);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(1), error.RetryAt);
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
                () => master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).InTime());
            var rest = resting.RetryAt - clock.GetUtcNow();
            rests.Add(rest.TotalSeconds);
            clock.Advance(rest);
        }

        Assert.Equal([1, 2, 4, 8, 10, 10], rests);
    }

    [Fact]
    public async Task RestingUnit_WhileItIsTried_IsAskedByOneRequestOnly()
    {
        var connection = await ConnectAsync();
        await LeaveUnansweredAsync(connection, unitId: 3);
        clock.Advance(TimeSpan.FromSeconds(1));

        var trying = master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).AsTask();
        var frame = await connection.ReadFrameAsync();
        await Assert.ThrowsAsync<ModbusUnitBackoffException>(() => master.ReadHoldingRegistersAsync(3, 0, new ushort[1]).InTime());
        await connection.AnswerRegistersAsync(frame, 5);
        await trying.InTime();

        // It answered: it is asked freely again.
        var both = Task.WhenAll(
            master.ReadHoldingRegistersAsync(3, 0, new ushort[1]).AsTask(),
            master.ReadHoldingRegistersAsync(3, 1, new ushort[1]).AsTask());
        await connection.AnswerRegistersAsync(await connection.ReadFrameAsync(), 6);
        await connection.AnswerRegistersAsync(await connection.ReadFrameAsync(), 6);
        await both.InTime();
        Assert.True(both.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task SilentUnit_SharedConnectionOneInFlight_CostsTheOthersOneTimeoutOnly()
    {
        var connection = await ConnectAsync(options => options with { MaxInFlight = 1 });
        var toSilent = Enumerable.Range(0, 5).Select(_ => master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).AsTask()).ToArray();
        var toLive = master!.ReadHoldingRegistersAsync(4, 0, new ushort[1]).AsTask();
        Assert.Equal(3, (await connection.ReadFrameAsync())[6]);

        clock.Advance(RequestTimeout);

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
        master!.StateChanged += (_, change) => givenUp.TrySetResult(change.Error);

        // Nobody reads at the other end, and each volley is to units that do not rest yet.
        for (byte unitId = 1; unitId < 255 && !givenUp.Task.IsCompleted; unitId++)
        {
            var volley = Enumerable.Range(0, 256).Select(_ => master.WriteMultipleRegistersAsync(unitId, 0, new ushort[123]).AsTask()).ToArray();
            clock.Advance(RequestTimeout);
            await Assert.ThrowsAnyAsync<ModbusException>(() => Task.WhenAll(volley).InTime());
        }

        var error = Assert.IsType<ModbusConnectionException>(await givenUp.Task.InTime());
        Assert.Equal("the device does not take what is sent", error.Reason);
        connection.Dispose();
    }

    [Fact]
    public async Task SilentConnection_SeveralTimeoutsInARow_IsOpenedAnew()
    {
        var connection = await ConnectAsync();
        var givenUp = new TaskCompletionSource<ModbusException?>();
        master!.StateChanged += (_, change) => givenUp.TrySetResult(change.Error);
        await LeaveUnansweredAsync(connection, unitId: 3);
        clock.Advance(TimeSpan.FromSeconds(1));
        await LeaveUnansweredAsync(connection, unitId: 3);
        clock.Advance(TimeSpan.FromSeconds(2));
        await LeaveUnansweredAsync(connection, unitId: 3);

        var error = Assert.IsType<ModbusConnectionException>(await givenUp.Task.InTime());
        Assert.Equal("3 requests one after the other were left unanswered", error.Reason);
        Assert.True(await connection.IsClosedAsync());
        clock.Advance(ModbusTcpMasterOptions.DefaultReconnectDelay);
        await device.AcceptAsync();
    }

    [Fact]
    public async Task CancelledRequest_OneInFlight_KeepsItsPlaceUntilItIsAnswered()
    {
        var connection = await ConnectAsync(options => options with { MaxInFlight = 1 });
        using var cancellation = new CancellationTokenSource();
        ushort[] untouched = [7];
        var cancelled = master!.ReadHoldingRegistersAsync(3, 0, untouched, cancellation.Token).AsTask();
        var frame = await connection.ReadFrameAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.InTime());

        ushort[] next = [0];
        var following = master.ReadHoldingRegistersAsync(3, 0, next).AsTask();
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
        var accepted = Enumerable.Range(0, 3).Select(_ => master!.ReadHoldingRegistersAsync(3, 0, new ushort[1]).AsTask()).ToArray();

        var error = await Assert.ThrowsAsync<ModbusBusyException>(() => master!.WriteSingleRegisterAsync(3, 12, 1).InTime());

        Assert.Equal(
            $"127.0.0.1:{device.Port} was not asked for function 6 (WriteSingleRegister) of unit 3, address 12, count 1: "
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
            Port = device.Port,
            RequestTimeout = RequestTimeout,
            MaxUnitRestDelay = TimeSpan.FromSeconds(10),
            Jitter = 0,
        };
        master = new ModbusTcpMaster(adjust?.Invoke(options) ?? options, clock);
        await master.ConnectAsync().InTime();
        return await device.AcceptAsync();
    }

    private async Task LeaveUnansweredAsync(RawConnection connection, byte unitId)
    {
        var request = master!.ReadHoldingRegistersAsync(unitId, 0, new ushort[1]).AsTask();
        await connection.ReadFrameAsync();
        clock.Advance(RequestTimeout);
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => request.InTime());
    }
}
