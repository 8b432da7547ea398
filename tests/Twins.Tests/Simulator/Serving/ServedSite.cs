using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Readings;
using Twins.Simulator;
using Twins.Sites;
using Twins.Adapters.Modbus.Wire;
using Twins.Testing.Time;
using DescribedTable = Twins.Adapters.Modbus.ModbusTable;

namespace Twins.Tests.Simulator.Serving;

/// <summary>A simulated site behind real sockets, its time turned by hand, and a master per device that reads it by its description.</summary>
internal sealed class ServedSite : IAsyncDisposable
{
    private readonly List<ModbusTcpMaster> _masters = [];

    private ServedSite(ManualTimeProvider clock, SiteSimulator simulator)
    {
        Clock = clock;
        Simulator = simulator;
    }

    public ManualTimeProvider Clock { get; }

    public SiteSimulator Simulator { get; }

    public static async Task<ServedSite> StartAsync(SiteConfiguration site, SimulatorOptions? options = null)
    {
        var clock = new ManualTimeProvider(new(2026, 6, 1, 10, 0, 0, TimeSpan.Zero));
        return new(clock, await SiteSimulator.StartAsync(site, options, clock, TestContext.Current.CancellationToken));
    }

    public async Task<ServedDevice> ConnectAsync(string key, TimeSpan? timeout = null)
    {
        var device = Simulator.Device(key);
        var master = new ModbusTcpMaster(new ModbusTcpMasterOptions
        {
            Host = device.Endpoint.Address.ToString(),
            Port = device.Endpoint.Port,
            RequestTimeout = timeout ?? TimeSpan.FromSeconds(20),
        });
        _masters.Add(master);
        await master.ConnectAsync(TestContext.Current.CancellationToken);
        return new ServedDevice(device, master);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var master in _masters)
        {
            await master.DisposeAsync();
        }

        await Simulator.DisposeAsync();
    }
}

/// <summary>One device as a client sees it: through registers, by the description.</summary>
internal sealed class ServedDevice(SimulatedDevice device, ModbusTcpMaster master)
{
    private readonly ModbusMap _map = ModbusMap.Compile(device.Definition);
    private readonly ModbusScaleFactors _factors = new(ModbusMap.Compile(device.Definition));

    public SimulatedDevice Device => device;

    public ModbusTcpMaster Master => master;

    private byte Unit => (byte)device.UnitId;

    /// <summary>Every described point, as the poll plan brings it.</summary>
    public async Task<IReadOnlyDictionary<string, Reading>> ReadAllAsync()
    {
        var requests = ModbusReadPlan.Create(_map);
        var decoder = new ModbusDecoder(_map, requests);
        var buffer = new Reading[decoder.MostReadings];
        var readings = new Dictionary<string, Reading>(StringComparer.Ordinal);
        // Twice: a scale factor may come with a later request than what it scales.
        for (var round = 0; round < 2; round++)
        {
            foreach (var request in requests)
            {
                var count = await ReadAsync(decoder, request, buffer);
                foreach (var reading in buffer.Take(count))
                {
                    readings[device.Definition.Points[reading.Point].Key] = reading;
                }
            }
        }

        return readings;
    }

    /// <summary>Writes a setpoint by the description.</summary>
    public async Task WriteAsync(string key, PointValue value)
    {
        var target = Setpoint(key).Target;
        if (target.Table == DescribedTable.Coil)
        {
            Assert.Null(target.Codec.TryEncode(value, out var bit));
            await master.WriteSingleCoilAsync(Unit, (ushort)target.Address, bit);
            return;
        }

        var registers = new ushort[target.Count];
        Assert.Null(target.TryEncode(value, _factors, registers));
        await master.WriteMultipleRegistersAsync(Unit, (ushort)target.Address, registers);
    }

    /// <summary>Reads back what the device says it follows.</summary>
    public async Task<PointValue> ReadBackAsync(string key)
    {
        var item = Setpoint(key).ReadBack;
        if (item.Table == DescribedTable.Coil)
        {
            var bit = new bool[1];
            await master.ReadCoilsAsync(Unit, (ushort)item.Address, bit);
            return item.Codec.Decode(bit[0]).Value;
        }

        var registers = new ushort[item.Count];
        await master.ReadHoldingRegistersAsync(Unit, (ushort)item.Address, registers);
        return item.Decode(registers, _factors).Value;
    }

    private ModbusSetpoint Setpoint(string key)
    {
        Assert.True(device.Definition.Points.TryGetOrdinal(key, out var ordinal));
        return _map.FindSetpoint(ordinal)!;
    }

    private async Task<int> ReadAsync(ModbusDecoder decoder, ModbusReadRequest request, Reading[] readings)
    {
        var address = (ushort)request.Start;
        if (request.Table is DescribedTable.Coil or DescribedTable.Discrete)
        {
            var bits = new bool[request.Count];
            await (request.Table == DescribedTable.Coil
                ? master.ReadCoilsAsync(Unit, address, bits)
                : master.ReadDiscreteInputsAsync(Unit, address, bits));
            return decoder.Decode(request.Index, bits, new Timestamp(0), readings);
        }

        var registers = new ushort[request.Count];
        await (request.Table == DescribedTable.Holding
            ? master.ReadHoldingRegistersAsync(Unit, address, registers)
            : master.ReadInputRegistersAsync(Unit, address, registers));
        return decoder.Decode(request.Index, registers, _factors, new Timestamp(0), readings);
    }
}
