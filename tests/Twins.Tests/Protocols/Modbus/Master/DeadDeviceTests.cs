using Twins.Adapters.Modbus.Wire;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Modbus.Master;

public sealed class DeadDeviceTests
{
    private const int Live = 9;
    private const int Rounds = 20;

    [Fact]
    public async Task DeadDevice_BesideNineLive_NoneOfTheNineWaitsForIt()
    {
        // The clock stands still: the dead device's request can neither be answered nor time out, and if any of the nine
        // waited for it in whatever way, that one would never end.
        var clock = new ManualTimeProvider();
        await using var dead = new ScriptedDevice();
        await using var server = new ModbusTcpServer(timeProvider: clock);
        server.SetUnit(1, new ModbusMemoryUnit(100));
        server.Start();
        await using var toDead = Master(dead.Port, clock);
        var unanswered = toDead.ReadHoldingRegistersAsync(1, 0, new ushort[10]).AsTask();
        await (await dead.AcceptAsync()).ReadFrameAsync();

        var polls = Enumerable.Range(0, Live).Select(_ => PollAsync(server.Endpoint.Port, clock));
        await Task.WhenAll(polls).InTime();

        Assert.False(unanswered.IsCompleted);
        clock.Advance(ModbusTcpMasterOptions.DefaultRequestTimeout);
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => unanswered.InTime());
    }

    private static async Task PollAsync(int port, TimeProvider clock)
    {
        await using var master = Master(port, clock);
        for (var round = 0; round < Rounds; round++)
        {
            await master.ReadHoldingRegistersAsync(1, 0, new ushort[10]);
        }
    }

    private static ModbusTcpMaster Master(int port, TimeProvider clock) =>
        new(new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = port }, clock);
}
