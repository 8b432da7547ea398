using System.Threading.Channels;
using Twins.Adapters.Modbus.Wire;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Modbus.Master;

public sealed class ConnectionTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedDevice _device = new();
    private readonly Channel<ModbusConnectionStateChangedEventArgs> _changes = Channel.CreateUnbounded<ModbusConnectionStateChangedEventArgs>();
    private readonly ModbusTcpMaster _master;

    public ConnectionTests()
    {
        _master = new ModbusTcpMaster(new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = _device.Port, Jitter = 0 }, _clock);
        _master.StateChanged += (_, change) => _changes.Writer.TryWrite(change);
    }

    public async ValueTask DisposeAsync()
    {
        await _master.DisposeAsync();
        await _device.DisposeAsync();
    }

    [Fact]
    public async Task FirstRequest_OpensTheConnection()
    {
        Assert.Equal(ModbusConnectionState.Idle, _master.State);

        var request = _master.WriteSingleRegisterAsync(1, 2, 3).AsTask();
        var connection = await _device.AcceptAsync();
        var frame = await connection.ReadFrameAsync();
        await connection.AnswerAsync(frame, frame[7..]);
        await request.InTime();

        Assert.Equal(ModbusConnectionState.Connected, _master.State);
        Assert.Equal([ModbusConnectionState.Connecting, ModbusConnectionState.Connected], [await NextStateAsync(), await NextStateAsync()]);
    }

    [Fact]
    public async Task LostConnection_NeverAnswered_FailsWhatIsInFlightAndWhatIsAskedUntilTheNextAttempt()
    {
        var inFlight = _master.ReadCoilsAsync(1, 0, new bool[8]).AsTask();
        var connection = await _device.AcceptAsync();
        await connection.ReadFrameAsync();
        connection.Dispose();

        var lost = await Assert.ThrowsAsync<ModbusConnectionException>(() => inFlight.InTime());
        var refused = await Assert.ThrowsAsync<ModbusConnectionException>(() => _master.ReadCoilsAsync(1, 0, new bool[8]).InTime());

        Assert.Equal(
            $"There is no connection to 127.0.0.1:{_device.Port} for function 1 (ReadCoils) of unit 1, address 0, count 8: "
            + "the device closed the connection; the next attempt is in 0.5 s.",
            refused.Message);
        Assert.Equal(refused.Message, lost.Message);
        Assert.Equal(TimeSpan.FromSeconds(0.5), refused.RetryIn);
        Assert.Equal((true, false), (lost.WasSent, refused.WasSent));
    }

    [Fact]
    public async Task IdleConnection_ClosedByTheDevice_IsNoFailureAndTheNextRequestOpensAnother()
    {
        await AnswerAsync(await AcceptAsync(AskAsync(1)), 41);
        _connection!.Dispose();
        await WaitForAsync(ModbusConnectionState.Idle);

        var second = AskAsync(2);
        var again = await _device.AcceptAsync();
        await AnswerAsync(again, 42);

        Assert.Equal(42, await second.InTime());
        Assert.Equal(0, _master.ConnectionLosses);
    }

    [Fact]
    public async Task DeviceThatClosesAfterEachAnswer_EveryRequestIsAnswered()
    {
        for (ushort request = 1; request <= 5; request++)
        {
            var asked = AskAsync(request);
            var connection = await _device.AcceptAsync();
            await AnswerAsync(connection, request);
            connection.CloseSending();
            Assert.Equal(request, await asked.InTime());
            await WaitForAsync(ModbusConnectionState.Idle);
        }

        Assert.Equal(0, _master.ConnectionLosses);
    }

    [Fact]
    public async Task DeadIdleConnection_ARead_IsAskedOnceMoreOnANewOne()
    {
        await AnswerAsync(await AcceptAsync(AskAsync(1)), 41);
        var read = AskAsync(2);
        await _connection!.ReadFrameAsync();
        _connection.Dispose();

        await AnswerAsync(await _device.AcceptAsync(), 42);

        Assert.Equal(42, await read.InTime());
    }

    [Fact]
    public async Task DeadIdleConnection_AgainAndAgain_TheReadFailsAfterTheSecond()
    {
        await AnswerAsync(await AcceptAsync(AskAsync(1)), 41);
        var read = AskAsync(2);
        await _connection!.ReadFrameAsync();
        _connection.Dispose();
        var second = await _device.AcceptAsync();
        await second.ReadFrameAsync();
        second.Dispose();

        Assert.True((await Assert.ThrowsAsync<ModbusConnectionException>(() => read.InTime())).WasSent);
    }

    [Fact]
    public async Task DeadIdleConnection_AWriteThatLeft_IsNotSentAgainAndSaysThatItMayHaveArrived()
    {
        await AnswerAsync(await AcceptAsync(AskAsync(1)), 41);
        var write = _master.WriteSingleRegisterAsync(1, 2, 3).AsTask();
        await _connection!.ReadFrameAsync();
        _connection.Dispose();

        var lost = await Assert.ThrowsAsync<ModbusConnectionException>(() => write.InTime());
        Assert.True(lost.WasSent);
        Assert.Equal(0, _master.ConnectionLosses);
    }

    [Fact]
    public async Task DeadIdleConnection_AWriteThatNeverLeft_GoesOverTheNextOne()
    {
        await using var oneAtATime = new ModbusTcpMaster(
            new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = _device.Port, MaxInFlight = 1 }, _clock);
        var first = oneAtATime.ReadHoldingRegistersAsync(1, 0, new ushort[1]).AsTask();
        var connection = await _device.AcceptAsync();
        await AnswerAsync(connection, 41);
        await first.InTime();
        var read = oneAtATime.ReadHoldingRegistersAsync(1, 0, new ushort[1]).AsTask();
        await connection.ReadFrameAsync();
        var write = oneAtATime.WriteSingleRegisterAsync(1, 2, 3).AsTask();
        connection.Dispose();

        var next = await _device.AcceptAsync();
        await AnswerAsync(next, 42);
        await read.InTime();
        var written = await next.ReadFrameAsync();
        await next.AnswerAsync(written, written[7..]);

        await write.InTime();
        Assert.Equal([6, 0, 2, 0, 3], written[7..]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task RefusedConnection_IsTriedWithGrowingDelays_WhateverTheWallClockDoes(int hours)
    {
        _device.StopListening();
        var delays = new List<double>();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var asked = _master.ReadCoilsAsync(1, 0, new bool[8]).AsTask();
            var failed = await Assert.ThrowsAsync<ModbusConnectionException>(() => asked.InTime());
            await WaitForAsync(ModbusConnectionState.WaitingToReconnect);
            delays.Add(failed.RetryIn!.Value.TotalSeconds);
            Assert.False(failed.WasSent);
            _clock.StepWallClock(TimeSpan.FromHours(hours));
            _clock.Advance(failed.RetryIn.Value);
            await WaitForAsync(ModbusConnectionState.Idle);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], delays);
    }

    [Fact]
    public async Task AcceptedButNeverAnswering_ReconnectDelayGoesOnGrowing()
    {
        var delays = new List<double>();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var asked = _master.ReadCoilsAsync(1, 0, new bool[8]).AsTask();
            var connection = await _device.AcceptAsync();
            await connection.ReadFrameAsync();
            connection.Dispose();
            var failed = await Assert.ThrowsAsync<ModbusConnectionException>(() => asked.InTime());
            delays.Add(failed.RetryIn!.Value.TotalSeconds);
            await WaitForAsync(ModbusConnectionState.WaitingToReconnect);
            _clock.Advance(failed.RetryIn.Value);
            await WaitForAsync(ModbusConnectionState.Idle);
        }

        Assert.Equal([0.5, 1, 2], delays);
    }

    [Fact]
    public async Task Dispose_FailsWhatIsInFlightAndAllThatFollows()
    {
        var inFlight = _master.ReadCoilsAsync(1, 0, new bool[8]).AsTask();
        await (await _device.AcceptAsync()).ReadFrameAsync();

        await _master.DisposeAsync().InTime();

        Assert.True((await Assert.ThrowsAsync<ModbusConnectionException>(() => inFlight.InTime())).WasSent);
        Assert.False((await Assert.ThrowsAsync<ModbusConnectionException>(() => _master.ReadCoilsAsync(1, 0, new bool[8]).InTime())).WasSent);
        await Assert.ThrowsAsync<ModbusConnectionException>(() => _master.ConnectAsync().InTime());
        Assert.Equal(ModbusConnectionState.Closed, _master.State);
    }

    [Fact]
    public async Task Dispose_WhileWaitingToReconnect_EndsTheWait()
    {
        _device.StopListening();
        await Assert.ThrowsAsync<ModbusConnectionException>(() => _master.ConnectAsync().InTime());

        await _master.DisposeAsync().InTime();
        await _master.DisposeAsync().InTime();

        Assert.Equal(ModbusConnectionState.Closed, _master.State);
    }

    [Fact]
    public async Task StateChanged_HandlerThrows_ConnectionGoesOn()
    {
        _master.StateChanged += (_, _) => throw new InvalidOperationException("the handler's fault");

        await _master.ConnectAsync().InTime();

        Assert.Equal(ModbusConnectionState.Connected, _master.State);
    }

    private RawConnection? _connection;

    private async Task<int> AskAsync(ushort address)
    {
        var register = new ushort[1];
        await _master.ReadHoldingRegistersAsync(1, address, register);
        return register[0];
    }

    private async Task<RawConnection> AcceptAsync(Task<int> asked)
    {
        _connection = await _device.AcceptAsync();
        Assert.False(asked.IsCompleted);
        return _connection;
    }

    private static async Task AnswerAsync(RawConnection connection, ushort answer) =>
        await connection.AnswerRegistersAsync(await connection.ReadFrameAsync(), answer);

    private async Task<ModbusConnectionState> NextStateAsync() => (await _changes.Reader.ReadAsync().InTime()).State;

    private async Task<ModbusConnectionStateChangedEventArgs> WaitForAsync(ModbusConnectionState state)
    {
        ModbusConnectionStateChangedEventArgs change;
        do
        {
            change = await _changes.Reader.ReadAsync().InTime();
        }
        while (change.State != state);
        return change;
    }
}
