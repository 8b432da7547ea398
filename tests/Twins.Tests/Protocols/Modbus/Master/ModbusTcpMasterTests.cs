using Twins.Adapters.Modbus.Wire;
using Twins.Tests.Protocols.Modbus.Server;

namespace Twins.Tests.Protocols.Modbus.Master;

/// <summary>What a master does against a server of ours.</summary>
public sealed class ModbusTcpMasterTests : IAsyncLifetime
{
    private const byte UnitId = 7;
    private const byte SilentUnitId = 8;
    private const int UnitSize = 2500;

    private readonly ModbusTcpServer _server = new();
    private readonly ModbusMemoryUnit _unit = new(UnitSize);
    private ModbusTcpMaster _master = null!;

    public ValueTask InitializeAsync()
    {
        for (var address = 0; address < UnitSize; address++)
        {
            _unit.HoldingRegisters.Span[address] = (ushort)(address * 31);
            _unit.InputRegisters.Span[address] = (ushort)(address * 37);
            _unit.Coils.Span[address] = address % 3 == 0;
            _unit.DiscreteInputs.Span[address] = address % 5 == 0;
        }

        _server.SetUnit(UnitId, _unit);
        _server.SetUnit(SilentUnitId, new HookedUnit((_, _) => ValueTask.FromResult(ModbusReply.None)));
        _server.Start();
        _master = Create(Options);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _master.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 125)]
    [InlineData(UnitSize - 125, 125)]
    public async Task ReadRegisters_UpToTheLimit_FillsTheBuffer(ushort address, int count)
    {
        var holding = new ushort[count];
        var input = new ushort[count];
        await _master.ReadHoldingRegistersAsync(UnitId, address, holding).InTime();
        await _master.ReadInputRegistersAsync(UnitId, address, input).InTime();

        Assert.Equal(_unit.HoldingRegisters.Slice(address, count).ToArray(), holding);
        Assert.Equal(_unit.InputRegisters.Slice(address, count).ToArray(), input);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 9)]
    [InlineData(0, 2000)]
    [InlineData(UnitSize - 16, 16)]
    public async Task ReadBits_UpToTheLimit_FillsTheBuffer(ushort address, int count)
    {
        var coils = new bool[count];
        var inputs = new bool[count];
        await _master.ReadCoilsAsync(UnitId, address, coils).InTime();
        await _master.ReadDiscreteInputsAsync(UnitId, address, inputs).InTime();

        Assert.Equal(_unit.Coils.Slice(address, count).ToArray(), coils);
        Assert.Equal(_unit.DiscreteInputs.Slice(address, count).ToArray(), inputs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(123)]
    public async Task WriteMultipleRegisters_UpToTheLimit_SetsThem(int count)
    {
        var values = Enumerable.Range(60000, count).Select(value => (ushort)value).ToArray();
        await _master.WriteMultipleRegistersAsync(UnitId, 10, values).InTime();

        Assert.Equal(values, _unit.HoldingRegisters.Slice(10, count).ToArray());
        Assert.Equal((10 + count) * 31, _unit.HoldingRegisters.Span[10 + count]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(1968)]
    public async Task WriteMultipleCoils_UpToTheLimit_SetsThem(int count)
    {
        var values = Enumerable.Range(0, count).Select(index => index % 2 == 0).ToArray();
        await _master.WriteMultipleCoilsAsync(UnitId, 10, values).InTime();

        Assert.Equal(values, _unit.Coils.Slice(10, count).ToArray());
        Assert.Equal((10 + count) % 3 == 0, _unit.Coils.Span[10 + count]);
    }

    [Fact]
    public async Task WriteSingle_SetsTheOne()
    {
        await _master.WriteSingleRegisterAsync(UnitId, 40, 0xABCD).InTime();
        await _master.WriteSingleCoilAsync(UnitId, 41, true).InTime();
        await _master.WriteSingleCoilAsync(UnitId, 42, false).InTime();

        Assert.Equal(0xABCD, _unit.HoldingRegisters.Span[40]);
        Assert.True(_unit.Coils.Span[41]);
        Assert.False(_unit.Coils.Span[42]);
    }

    [Fact]
    public async Task MaskWriteRegister_ChangesTheUnmaskedBits()
    {
        _unit.HoldingRegisters.Span[4] = 0x12;
        await _master.MaskWriteRegisterAsync(UnitId, 4, 0xF2, 0x25).InTime();

        Assert.Equal(0x17, _unit.HoldingRegisters.Span[4]);
    }

    [Fact]
    public async Task ReadWriteMultipleRegisters_WritesBeforeItReads()
    {
        var read = new ushort[3];
        await _master.ReadWriteMultipleRegistersAsync(UnitId, 99, read, 100, new ushort[] { 1, 2 }).InTime();

        Assert.Equal([99 * 31, 1, 2], read);
    }

    [Fact]
    public async Task Refusal_IsADeviceErrorThatSaysWhatWasAsked()
    {
        var error = await Assert.ThrowsAsync<ModbusDeviceException>(
            () => _master.ReadHoldingRegistersAsync(UnitId, UnitSize, new ushort[2]).InTime());

        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, error.Code);
        Assert.Equal(new ModbusRequest(ModbusFunction.ReadHoldingRegisters, UnitId, UnitSize, 2), error.Request);
    }

    [Fact]
    public async Task Counts_BeyondTheLimits_AreTheCallersError()
    {
        var calls = new Func<ValueTask>[]
        {
            () => _master.ReadCoilsAsync(UnitId, 0, new bool[2001]),
            () => _master.ReadDiscreteInputsAsync(UnitId, 0, Memory<bool>.Empty),
            () => _master.ReadHoldingRegistersAsync(UnitId, 0, new ushort[126]),
            () => _master.ReadInputRegistersAsync(UnitId, 65535, new ushort[2]),
            () => _master.WriteMultipleCoilsAsync(UnitId, 0, new bool[1969]),
            () => _master.WriteMultipleRegistersAsync(UnitId, 0, new ushort[124]),
            () => _master.ReadWriteMultipleRegistersAsync(UnitId, 0, new ushort[126], 0, new ushort[1]),
            () => _master.ReadWriteMultipleRegistersAsync(UnitId, 0, new ushort[1], 0, new ushort[122]),
        };

        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await call());
        }

        Assert.Equal(ModbusConnectionState.Idle, _master.State);
    }

    [Fact]
    public async Task ConcurrentRequests_EachGetsItsOwnAnswer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async address =>
        {
            var one = new ushort[1];
            await _master.ReadHoldingRegistersAsync(UnitId, (ushort)address, one);
            return one[0];
        })).InTime();

        Assert.Equal(_unit.HoldingRegisters[..200].ToArray(), answers);
    }

    [Fact]
    public async Task SilentUnit_TimesOutThenRestsAndTheOthersGoOn()
    {
        await using var impatient = Create(Options with { RequestTimeout = TimeSpan.FromMilliseconds(100), UnitRestDelay = TimeSpan.FromMinutes(10), MaxUnitRestDelay = TimeSpan.FromMinutes(10) });

        await Assert.ThrowsAsync<ModbusTimeoutException>(
            () => impatient.ReadHoldingRegistersAsync(SilentUnitId, 0, new ushort[1]).InTime());
        await Assert.ThrowsAsync<ModbusUnitBackoffException>(
            () => impatient.ReadHoldingRegistersAsync(SilentUnitId, 0, new ushort[1]).InTime());
        Assert.Equal(31, await ReadUntilAnsweredAsync(impatient, 1));
    }

    [Fact]
    public async Task UnitThatItsGatewayDoesNotReach_RestsAfterItsRefusal()
    {
        await using var slowToRetry = Create(
            Options with { UnitRestDelay = TimeSpan.FromMinutes(10), MaxUnitRestDelay = TimeSpan.FromMinutes(10) });

        var refused = await Assert.ThrowsAsync<ModbusDeviceException>(
            () => slowToRetry.ReadHoldingRegistersAsync(99, 0, new ushort[1]).InTime());
        Assert.Equal(ModbusExceptionCode.GatewayTargetDeviceFailedToRespond, refused.Code);
        await Assert.ThrowsAsync<ModbusUnitBackoffException>(() => slowToRetry.ReadHoldingRegistersAsync(99, 0, new ushort[1]).InTime());
        Assert.Equal(31, await ReadUntilAnsweredAsync(slowToRetry, 1));
    }

    [Fact]
    public async Task RefusedConnection_IsAConnectionErrorThatSaysWhenItIsTriedAgain()
    {
        await _server.DisposeAsync();

        var error = await Assert.ThrowsAsync<ModbusConnectionException>(
            () => _master.ReadHoldingRegistersAsync(UnitId, 0, new ushort[1]).InTime());

        Assert.NotNull(error.RetryIn);
        Assert.Equal(UnitId, error.Request?.UnitId);
    }

    [Fact]
    public async Task RestartedDevice_IsReachedAgain()
    {
        await using var quick = Create(
            Options with { ReconnectDelay = TimeSpan.FromMilliseconds(1), MaxReconnectDelay = TimeSpan.FromMilliseconds(10) });
        Assert.Equal(0, await ReadUntilAnsweredAsync(quick, 0));
        var endpoint = _server.Endpoint;
        await _server.DisposeAsync();
        await using var restarted = new ModbusTcpServer(new ModbusTcpServerOptions { Port = endpoint.Port });
        restarted.SetUnit(UnitId, _unit);
        restarted.Start();

        Assert.Equal(62, await ReadUntilAnsweredAsync(quick, 2));
    }

    [Fact]
    public async Task CancelledToken_EndsTheRequest()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = _master.ReadHoldingRegistersAsync(SilentUnitId, 0, new ushort[1], cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.InTime());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _master.WriteSingleCoilAsync(UnitId, 0, true, cancellation.Token).InTime());
    }

    [Fact]
    public async Task Connect_ThenDispose_GoesThroughTheStates()
    {
        Assert.Equal(ModbusConnectionState.Idle, _master.State);
        await _master.ConnectAsync().InTime();
        Assert.Equal(ModbusConnectionState.Connected, _master.State);
        await _master.DisposeAsync().InTime();
        Assert.Equal(ModbusConnectionState.Closed, _master.State);
        await Assert.ThrowsAsync<ModbusConnectionException>(() => _master.ReadCoilsAsync(UnitId, 0, new bool[1]).InTime());
    }

    private static ModbusTcpMaster Create(ModbusTcpMasterOptions options) => new(options);

    private ModbusTcpMasterOptions Options => new() { Host = "127.0.0.1", Port = _server.Endpoint.Port, RequestTimeout = TimeSpan.FromSeconds(20) };

    // Reconnecting takes its time; each failed request ends at once or after its own time limit.
    private static async Task<ushort> ReadUntilAnsweredAsync(ModbusTcpMaster master, ushort address)
    {
        var began = TimeProvider.System.GetTimestamp();
        var register = new ushort[1];
        while (true)
        {
            try
            {
                await master.ReadHoldingRegistersAsync(UnitId, address, register).InTime();
                return register[0];
            }
            catch (ModbusConnectionException) when (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20))
            {
                await Task.Yield();
            }
        }
    }
}
