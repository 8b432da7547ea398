using Microsoft.Extensions.Logging.Abstractions;
using Twins.Adapters;
using Twins.Adapters.Modbus;
using Twins.Adapters.Modbus.Wire;
using Twins.Cluster.Tests.Support;
using Twins.Connections;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;
using Twins.Testing.Time;

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

    private const string Site =
        """
        site: test
        title: Test site
        connections:
          - {key: storage, modbus: {host: storage.test.example, port: 502}}
        devices:
          - {key: bess-1, title: Battery, device: scaled-battery, connection: storage, unitId: 1,
             ratings: {maxChargePower: 50 kW, maxDischargePower: 50 kW, energyCapacity: 100 kWh}}
        """;

    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedTwin _twin = new();
    private readonly ProgrammedUnit _unit = new();
    private readonly ModbusTcpServer _server = new();
    private readonly ConnectionCounters _counters;
    private readonly ModbusConnection _connection;
    private readonly TwinDefinition _definition;

    public ModbusDeviceTests()
    {
        _server.SetUnit(1, _unit);
        _server.Start();
        SiteConfiguration site = TestCatalog.Load(Site, Described).FindSite("test")!;
        _definition = site.Devices[0];
        _counters = new ConnectionCounters(_clock);
        var field = new FieldDevice(
            _definition,
            new TwinLink(_twin, _counters, _clock, NullLogger.Instance, _definition.Key, 4),
            start: 1,
            simulated: false,
            _clock);
        _connection = new ModbusConnection(new FieldContext(
            "test",
            site.Description.Connections[0],
            new ResolvedEndpoint("127.0.0.1", _server.Endpoint.Port, Simulated: false),
            [field],
            _counters,
            _clock,
            NullLogger.Instance));
    }

    private IFieldDevice Device => _connection.Devices[0];

    private FieldWrite Write(double watts)
    {
        Assert.True(_definition.Points.TryGetOrdinal("powerSetpoint", out int ordinal));
        return new FieldWrite(ordinal, PointValue.FromNumber(watts), Guid.CreateVersion7(), IsRefresh: false, MonotonicTime.Never);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.CloseAsync();
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

    private async Task PollAsync()
    {
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
                return Device.NextPoll.IsDue(_clock);
            },
            "a poll is due");
        Task polled = Device.PollAsync();
        await Eventually.TrueAsync(
            () =>
            {
                if (!polled.IsCompleted)
                {
                    _clock.Advance(TimeSpan.FromMilliseconds(10));
                }

                return polled.IsCompleted;
            },
            "the poll has ended");
        await polled;
    }

    private IEnumerable<Reading> Readings(string point)
    {
        Assert.True(_definition.Points.TryGetOrdinal(point, out int ordinal));
        return _twin.Applied.SelectMany(batch => batch.Readings).Where(reading => reading.Point == ordinal);
    }

    /// <summary>A unit that notes what it is asked, and answers as the test says.</summary>
    private sealed class ProgrammedUnit : IModbusUnit
    {
        private readonly ModbusMemoryUnit _memory = new(300);

        public Span<ushort> Registers => _memory.HoldingRegisters.Span;

        public List<(int Address, int Count)> Reads { get; } = [];

        public Func<int, int, ModbusReply?> Answer { get; set; } = (_, _) => null;

        public async ValueTask<ModbusReply> ReadRegistersAsync(
            ModbusTable table, ushort address, Memory<ushort> destination, CancellationToken cancellationToken)
        {
            Reads.Add((address, destination.Length));
            return Answer(address, destination.Length) ?? await _memory.ReadRegistersAsync(table, address, destination, cancellationToken);
        }

        public ValueTask<ModbusReply> WriteRegistersAsync(ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken) =>
            _memory.WriteRegistersAsync(address, values, cancellationToken);

        public ValueTask<ModbusReply> ReadBitsAsync(ModbusTable table, ushort address, Memory<bool> destination, CancellationToken cancellationToken) =>
            _memory.ReadBitsAsync(table, address, destination, cancellationToken);

        public ValueTask<ModbusReply> WriteCoilsAsync(ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken) =>
            _memory.WriteCoilsAsync(address, values, cancellationToken);
    }
}
