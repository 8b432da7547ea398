using Twins.Protocols.Modbus;

namespace Twins.Protocols.Tests.Modbus;

/// <summary>What every implementation of <see cref="IModbusMaster"/> has to do, whichever library serves it.</summary>
public abstract class ModbusMasterContract : IAsyncLifetime
{
    private const byte UnitId = 7;

    private readonly ModbusTcpServer server = new();
    private IModbusMaster master = null!;

    protected ModbusMemoryUnit Unit { get; } = new(size: 1000);

    public async ValueTask InitializeAsync()
    {
        server.SetUnit(UnitId, Unit);
        server.Start();
        master = Create(new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = server.Endpoint.Port, RequestTimeout = TimeSpan.FromSeconds(20) });
        await Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await master.DisposeAsync();
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract IModbusMaster Create(ModbusTcpMasterOptions options);

    [Fact]
    public async Task ReadHoldingRegisters_LongestRange_FillsTheBuffer()
    {
        for (var address = 0; address < 1000; address++)
        {
            Unit.HoldingRegisters.Span[address] = (ushort)(address * 7);
        }

        var registers = new ushort[125];
        await master.ReadHoldingRegistersAsync(UnitId, 875, registers);

        Assert.Equal(Enumerable.Range(875, 125).Select(address => (ushort)(address * 7)), registers);
    }
}

/// <summary>The implementation that this build selects.</summary>
public sealed class SelectedModbusMasterTests : ModbusMasterContract
{
    protected override IModbusMaster Create(ModbusTcpMasterOptions options) => ModbusMasters.Create(options);
}
