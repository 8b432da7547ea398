using Twins.Adapters;
using Twins.Adapters.Modbus;
using Twins.Adapters.Modbus.Wire;
using Twins.Cluster.Tests.Support;
using Twins.Connections;
using Twins.Readings;

namespace Twins.Cluster.Tests.Adapters.Modbus;

/// <summary>What sold devices do, and what the adapter makes of it: one described device over a real socket.</summary>
public sealed class ModbusDeviceTests : IAsyncDisposable
{
    private const string Described =
        """
        device: scaled-battery
        type: bess
        version: 1
        products: [{brand: Test, model: Scaled battery}]
        source: {document: test}
        modbus:
          allowedGap: 10
          reads:
            - {function: holding, start: 100, count: 1, everyS: 1}
            - {function: holding, start: 104, count: 1, everyS: 1}
            - {function: holding, start: 200, count: 6, everyS: 5}
          points:
            - {key: voltage, address: 100, data: uint16, unit: V, scale: 0.1}
            - {key: stateOfCharge, address: 104, data: uint16, unit: "%", scale: 0.1}
            - {key: powerSetpoint, address: 201, data: int16, unit: W, scaleFactorAddress: 203}
            - {key: activePower, address: 205, data: int16, unit: W}
          writes:
            - {key: powerSetpoint, address: 200, data: int16, unit: W, scaleFactorAddress: 203, readBack: 201, tolerance: 1, safeValue: 0}
        tested: {simulator: true}
        """;

    private readonly ProgrammedUnit _unit = new();
    private readonly ModbusTcpServer _server = new();
    private readonly ModbusBench _bench;

    public ModbusDeviceTests()
    {
        _server.SetUnit(1, _unit);
        _server.Start();
        _bench = new ModbusBench(Described, _server.Endpoint.Port);
    }

    private IFieldDevice Device => _bench.Device;

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Send_TheScaleFactorChangedSinceTheLastPoll_TheValueAskedForIsWritten()
    {
        _unit.Registers[203] = 0;
        Assert.Equal(WriteProgress.Acknowledged, (await Device.SendAsync(Write(50))).Progress);
        Assert.Equal(50, _unit.Registers[200]);

        _unit.Registers[203] = 1;
        Assert.Equal(WriteProgress.Acknowledged, (await Device.SendAsync(Write(50))).Progress);

        Assert.Equal(5, _unit.Registers[200]);
    }

    [Fact]
    public async Task ReadBack_TheScaleFactorChangedAfterTheWrite_IsNotFollowed()
    {
        _unit.Registers[203] = 0;
        FieldWrite write = Write(50);
        await Device.SendAsync(write);
        _unit.Registers[201] = _unit.Registers[200];
        _unit.Registers[203] = 1;

        ReadBackResult shown = await Device.ReadBackAsync(write);

        Assert.Equal((500d, false), (shown.Value.Number, shown.Followed));
    }

    [Fact]
    public async Task Send_TheScaleFactorChangesBetweenItsReadAndTheWrite_IsWrittenAgainAndOnlyThenFollowed()
    {
        _unit.Follows = true;
        _unit.Writing = () => _unit.Registers[203] = 1;
        FieldWrite write = Write(50);
        await Device.SendAsync(write);

        ReadBackResult first = await Device.ReadBackAsync(write);
        ReadBackResult second = await Device.ReadBackAsync(write);

        Assert.Equal((500d, false), (first.Value.Number, first.Followed));
        Assert.Contains("changed from 10^0 to 10^1 while it was written; it was written again", first.Reason, StringComparison.Ordinal);
        Assert.Equal((50d, true, null), (second.Value.Number, second.Followed, second.Reason));
        Assert.Equal([50, 5], _unit.Written);
    }

    [Fact]
    public async Task Send_TheScaleFactorChangesUnderEveryWrite_IsWrittenTwiceAndSaysWhyItIsNotFollowed()
    {
        _unit.Follows = true;
        _unit.Writing = () => _unit.Registers[203] ^= 1;
        FieldWrite write = Write(50);
        await Device.SendAsync(write);

        ReadBackResult shown = default;
        for (int i = 0; i < 4; i++)
        {
            shown = await Device.ReadBackAsync(write);
            Assert.False(shown.Followed);
        }

        Assert.Contains("its scale factor changed from 10^1 to 10^0", shown.Reason, StringComparison.Ordinal);
        Assert.Equal([50, 5], _unit.Written);
    }

    [Fact]
    public async Task ReadBack_ValueAndScaleFactor_AreAskedInOneRequest()
    {
        FieldWrite write = Write(50);
        await Device.SendAsync(write);
        _unit.Reads.Clear();

        await Device.ReadBackAsync(write);

        Assert.Equal([(201, 3)], _unit.Reads);
    }

    [Fact]
    public async Task Poll_TheMergedReadIsRefused_TheDescribedBlocksAreAskedSinglyFromThenOn()
    {
        (_unit.Registers[100], _unit.Registers[104]) = (4_000, 500);
        _unit.Answer = (address, count) => address < 104 && address + count > 101 ? ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress) : null;

        await PollAsync();
        await PollAsync();

        Assert.Equal([(100, 5), (100, 1), (104, 1), (100, 1), (104, 1)], _unit.Reads.Where(read => read.Address < 200));
        Assert.All(Readings("voltage"), reading => Assert.Equal((Quality.Good, 400d), (reading.Quality, reading.Value.Number)));
        Assert.All(Readings("stateOfCharge"), reading => Assert.Equal((Quality.Good, 50d), (reading.Quality, reading.Value.Number)));
    }

    [Fact]
    public async Task Poll_OneDescribedBlockIsRefused_OnlyItsPointsAreBad()
    {
        _unit.Registers[104] = 500;
        _unit.Answer = (address, count) => address == 100 ? ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress) : null;

        await PollAsync();

        Assert.Equal(Quality.Bad, Readings("voltage").Single().Quality);
        Assert.Equal(Quality.Good, Readings("stateOfCharge").Single().Quality);
    }

    [Fact]
    public async Task Poll_TheDeviceIsBusy_IsAskedAgainBeforeAPointTurnsBad()
    {
        _unit.Registers[100] = 4_000;
        int busy = 2;
        _unit.Answer = (_, _) => busy-- > 0 ? ModbusReply.Refused(ModbusExceptionCode.ServerDeviceBusy) : null;

        await PollAsync();

        Assert.Equal(Quality.Good, Readings("voltage").Single().Quality);
    }

    [Fact]
    public async Task Poll_TheDeviceStaysBusy_IsBadInTheEnd()
    {
        _unit.Answer = (_, _) => ModbusReply.Refused(ModbusExceptionCode.ServerDeviceBusy);

        await PollAsync();

        Assert.Equal(Quality.Bad, Readings("voltage").Single().Quality);
        Assert.Equal(1 + ModbusReader.BusyPauses.Length, _unit.Reads.Count(read => read.Address == 100));
    }

    private Task PollAsync() => _bench.PollAsync();

    private FieldWrite Write(double watts) => _bench.Write(watts);

    private IEnumerable<Reading> Readings(string point) => _bench.Readings(point);

    /// <summary>A unit that notes what it is asked, and answers as the test says.</summary>
    private sealed class ProgrammedUnit : IModbusUnit
    {
        private readonly ModbusMemoryUnit _memory = new(300);

        public Span<ushort> Registers => _memory.HoldingRegisters.Span;

        public List<(int Address, int Count)> Reads { get; } = [];

        public List<int> Written { get; } = [];

        /// <summary>Whether the device shows at once what was written.</summary>
        public bool Follows { get; set; }

        public Action Writing { get; set; } = () => { };

        public Func<int, int, ModbusReply?> Answer { get; set; } = (_, _) => null;

        public async ValueTask<ModbusReply> ReadRegistersAsync(
            ModbusTable table, ushort address, Memory<ushort> destination, CancellationToken cancellationToken)
        {
            Reads.Add((address, destination.Length));
            return Answer(address, destination.Length) ?? await _memory.ReadRegistersAsync(table, address, destination, cancellationToken);
        }

        public async ValueTask<ModbusReply> WriteRegistersAsync(ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken)
        {
            Writing();
            Written.Add((short)values.Span[0]);
            ModbusReply reply = await _memory.WriteRegistersAsync(address, values, cancellationToken);
            if (Follows)
            {
                Registers[201] = Registers[200];
            }

            return reply;
        }

        public ValueTask<ModbusReply> ReadBitsAsync(ModbusTable table, ushort address, Memory<bool> destination, CancellationToken cancellationToken) =>
            _memory.ReadBitsAsync(table, address, destination, cancellationToken);

        public ValueTask<ModbusReply> WriteCoilsAsync(ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken) =>
            _memory.WriteCoilsAsync(address, values, cancellationToken);
    }
}
