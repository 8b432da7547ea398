using System.Threading.Channels;
using Twins.Protocols.Modbus;
using Twins.Testing.Time;

namespace Twins.Protocols.Tests.Modbus.Master;

public sealed class ConnectionTests : IAsyncDisposable
{
    private readonly ManualTimeProvider clock = new();
    private readonly ScriptedDevice device = new();
    private readonly Channel<ModbusConnectionStateChangedEventArgs> changes = Channel.CreateUnbounded<ModbusConnectionStateChangedEventArgs>();
    private readonly ModbusTcpMaster master;

    public ConnectionTests()
    {
        master = new ModbusTcpMaster(new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = device.Port, Jitter = 0 }, clock);
        master.StateChanged += (_, change) => changes.Writer.TryWrite(change);
    }

    public async ValueTask DisposeAsync()
    {
        await master.DisposeAsync();
        await device.DisposeAsync();
    }

    [Fact]
    public async Task FirstRequest_OpensTheConnection()
    {
        Assert.Equal(ModbusConnectionState.Idle, master.State);

        var request = master.WriteSingleRegisterAsync(1, 2, 3).AsTask();
        var connection = await device.AcceptAsync();
        var frame = await connection.ReadFrameAsync();
        await connection.AnswerAsync(frame, frame[7..]);
        await request.InTime();

        Assert.Equal(ModbusConnectionState.Connected, master.State);
        Assert.Equal([ModbusConnectionState.Connecting, ModbusConnectionState.Connected], [await NextStateAsync(), await NextStateAsync()]);
    }

    [Fact]
    public async Task LostConnection_FailsWhatIsUnderWayAndWhatIsAskedUntilTheNextAttempt()
    {
        var underWay = master.ReadCoilsAsync(1, 0, new bool[8]).AsTask();
        var connection = await device.AcceptAsync();
        await connection.ReadFrameAsync();
        connection.Dispose();

        var lost = await Assert.ThrowsAsync<ModbusConnectionException>(() => underWay.InTime());
        var refused = await Assert.ThrowsAsync<ModbusConnectionException>(() => master.ReadCoilsAsync(1, 0, new bool[8]).InTime());

        Assert.Equal(
            $"There is no connection to 127.0.0.1:{device.Port} for function 1 (ReadCoils) of unit 1, address 0, count 8: "
            + "the device closed the connection; the next attempt is at 2026-01-01T00:00:00.500Z.",
            refused.Message);
        Assert.Equal(refused.Message, lost.Message);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(0.5), refused.RetryAt);
    }

    [Fact]
    public async Task LostConnection_AfterTheDelay_IsOpenedAgain()
    {
        await master.ConnectAsync().InTime();
        (await device.AcceptAsync()).Dispose();
        await WaitForAsync(ModbusConnectionState.WaitingToReconnect);

        clock.Advance(TimeSpan.FromSeconds(0.5));
        await WaitForAsync(ModbusConnectionState.Connected);
        var again = await device.AcceptAsync();
        var request = master.ReadInputRegistersAsync(1, 0, new ushort[1]).AsTask();
        await again.AnswerRegistersAsync(await again.ReadFrameAsync(), 42);

        await request.InTime();
        Assert.Equal(ModbusConnectionState.Connected, master.State);
    }

    [Fact]
    public async Task RefusedConnection_IsTriedWithGrowingDelays()
    {
        device.StopListening();
        var delays = new List<double>();
        var first = await Assert.ThrowsAsync<ModbusConnectionException>(() => master.ConnectAsync().InTime());
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(0.5), first.RetryAt);
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var waiting = await WaitForAsync(ModbusConnectionState.WaitingToReconnect);
            var delay = ((ModbusConnectionException)waiting.Error!).RetryAt!.Value - clock.GetUtcNow();
            delays.Add(delay.TotalSeconds);
            clock.Advance(delay);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], delays);
    }

    [Fact]
    public async Task AcceptedButNeverAnswering_ReconnectDelayGoesOnGrowing()
    {
        var delays = new List<double>();
        await master.ConnectAsync().InTime();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await device.AcceptAsync()).Dispose();
            var waiting = await WaitForAsync(ModbusConnectionState.WaitingToReconnect);
            var delay = ((ModbusConnectionException)waiting.Error!).RetryAt!.Value - clock.GetUtcNow();
            delays.Add(delay.TotalSeconds);
            clock.Advance(delay);
        }

        Assert.Equal([0.5, 1, 2], delays);
    }

    [Fact]
    public async Task Dispose_FailsWhatIsUnderWayAndAllThatFollows()
    {
        var underWay = master.ReadCoilsAsync(1, 0, new bool[8]).AsTask();
        await (await device.AcceptAsync()).ReadFrameAsync();

        await master.DisposeAsync().InTime();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => underWay.InTime());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => master.ReadCoilsAsync(1, 0, new bool[8]).InTime());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => master.ConnectAsync().InTime());
        Assert.Equal(ModbusConnectionState.Closed, master.State);
    }

    [Fact]
    public async Task Dispose_WhileWaitingToReconnect_EndsTheWait()
    {
        device.StopListening();
        await Assert.ThrowsAsync<ModbusConnectionException>(() => master.ConnectAsync().InTime());

        await master.DisposeAsync().InTime();
        await master.DisposeAsync().InTime();

        Assert.Equal(ModbusConnectionState.Closed, master.State);
    }

    [Fact]
    public async Task StateChanged_HandlerThrows_ConnectionGoesOn()
    {
        master.StateChanged += (_, _) => throw new InvalidOperationException("the handler's fault");

        await master.ConnectAsync().InTime();

        Assert.Equal(ModbusConnectionState.Connected, master.State);
    }

    private async Task<ModbusConnectionState> NextStateAsync() => (await changes.Reader.ReadAsync().InTime()).State;

    private async Task<ModbusConnectionStateChangedEventArgs> WaitForAsync(ModbusConnectionState state)
    {
        ModbusConnectionStateChangedEventArgs change;
        do
        {
            change = await changes.Reader.ReadAsync().InTime();
        }
        while (change.State != state);
        return change;
    }
}
