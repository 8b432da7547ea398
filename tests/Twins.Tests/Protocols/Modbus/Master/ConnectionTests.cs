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
    public async Task LostConnection_FailsWhatIsUnderWayAndWhatIsAskedUntilTheNextAttempt()
    {
        var underWay = _master.ReadCoilsAsync(1, 0, new bool[8]).AsTask();
        var connection = await _device.AcceptAsync();
        await connection.ReadFrameAsync();
        connection.Dispose();

        var lost = await Assert.ThrowsAsync<ModbusConnectionException>(() => underWay.InTime());
        var refused = await Assert.ThrowsAsync<ModbusConnectionException>(() => _master.ReadCoilsAsync(1, 0, new bool[8]).InTime());

        Assert.Equal(
            $"There is no connection to 127.0.0.1:{_device.Port} for function 1 (ReadCoils) of unit 1, address 0, count 8: "
            + "the device closed the connection; the next attempt is at 2026-01-01T00:00:00.500Z.",
            refused.Message);
        Assert.Equal(refused.Message, lost.Message);
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromSeconds(0.5), refused.RetryAt);
    }

    [Fact]
    public async Task LostConnection_AfterTheDelay_IsOpenedAgain()
    {
        await _master.ConnectAsync().InTime();
        (await _device.AcceptAsync()).Dispose();
        await WaitForAsync(ModbusConnectionState.WaitingToReconnect);

        _clock.Advance(TimeSpan.FromSeconds(0.5));
        await WaitForAsync(ModbusConnectionState.Connected);
        var again = await _device.AcceptAsync();
        var request = _master.ReadInputRegistersAsync(1, 0, new ushort[1]).AsTask();
        await again.AnswerRegistersAsync(await again.ReadFrameAsync(), 42);

        await request.InTime();
        Assert.Equal(ModbusConnectionState.Connected, _master.State);
    }

    [Fact]
    public async Task RefusedConnection_IsTriedWithGrowingDelays()
    {
        _device.StopListening();
        var delays = new List<double>();
        var first = await Assert.ThrowsAsync<ModbusConnectionException>(() => _master.ConnectAsync().InTime());
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromSeconds(0.5), first.RetryAt);
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var waiting = await WaitForAsync(ModbusConnectionState.WaitingToReconnect);
            var delay = ((ModbusConnectionException)waiting.Error!).RetryAt!.Value - _clock.GetUtcNow();
            delays.Add(delay.TotalSeconds);
            _clock.Advance(delay);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], delays);
    }

    [Fact]
    public async Task AcceptedButNeverAnswering_ReconnectDelayGoesOnGrowing()
    {
        var delays = new List<double>();
        await _master.ConnectAsync().InTime();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await _device.AcceptAsync()).Dispose();
            var waiting = await WaitForAsync(ModbusConnectionState.WaitingToReconnect);
            var delay = ((ModbusConnectionException)waiting.Error!).RetryAt!.Value - _clock.GetUtcNow();
            delays.Add(delay.TotalSeconds);
            _clock.Advance(delay);
        }

        Assert.Equal([0.5, 1, 2], delays);
    }

    [Fact]
    public async Task Dispose_FailsWhatIsUnderWayAndAllThatFollows()
    {
        var underWay = _master.ReadCoilsAsync(1, 0, new bool[8]).AsTask();
        await (await _device.AcceptAsync()).ReadFrameAsync();

        await _master.DisposeAsync().InTime();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => underWay.InTime());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _master.ReadCoilsAsync(1, 0, new bool[8]).InTime());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _master.ConnectAsync().InTime());
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
