using System.Collections.Immutable;
using Twins.Adapters.Modbus.Wire;
using Twins.Devices;
using Twins.Points;
using Twins.Readings;

namespace Twins.Adapters.Modbus;

/// <summary>
/// Asks one unit for what its plan lists, and for single items. A busy unit is asked again before a point turns bad. A merged request that the
/// unit refuses is asked block by block, as described, until the connection was lost.
/// </summary>
internal sealed class ModbusReader
{
    /// <summary>Pauses before a unit that says it is busy is asked again.</summary>
    public static readonly ImmutableArray<TimeSpan> BusyPauses = [.. new[] { 100, 300, 1000 }.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))];

    private readonly ModbusTcpMaster _master;
    private readonly byte _unit;
    private readonly ModbusMap _map;
    private readonly FieldDevice _field;
    private readonly FieldContext _context;
    private readonly ReadPlan _merged;
    private readonly ReadPlan _single;
    private readonly ImmutableArray<ImmutableArray<int>> _blocksOf;
    private readonly bool[] _isSplit;
    private readonly ushort[] _registers = new ushort[ModbusReadPlan.MostRegisters];
    private readonly bool[] _bits;
    private readonly Reading[] _decoded;
    private int _connectionLosses;

    public ModbusReader(ModbusTcpMaster master, byte unit, ModbusMap map, ModbusScaleFactors factors, FieldDevice field, FieldContext context)
    {
        (_master, _unit, _map, Factors, _field, _context) = (master, unit, map, factors, field, context);
        _merged = new ReadPlan(map, ModbusReadPlan.Create(map));
        _single = new ReadPlan(map, ModbusReadPlan.Create(map, merges: false));
        _blocksOf = [.. _merged.Requests.Select(request => _single.Requests
            .Where(block => block.Table == request.Table && block.Every == request.Every && request.Start <= block.Start && block.End <= request.End)
            .Select(block => block.Index).ToImmutableArray())];
        _isSplit = new bool[_merged.Requests.Length];
        _bits = new bool[_merged.Requests.Where(IsBits).Select(request => request.Count).DefaultIfEmpty().Max()];
        _decoded = new Reading[_merged.Decoder.MostReadings];
    }

    /// <summary>The period of each request of the plan.</summary>
    public ImmutableArray<TimeSpan> Periods => [.. _merged.Requests.Select(request => request.Every)];

    /// <summary>The scale factors that the unit has shown.</summary>
    public ModbusScaleFactors Factors { get; }

    private Timestamp Now => Timestamp.Now(_context.Clock);

    /// <summary>Asks for one request of the plan and adds what it brings; what is refused, or answered wrongly, brings its points as bad.</summary>
    public async Task<(PollEnd End, string? Reason)> PollAsync(int request, List<Reading> readings)
    {
        ForgetSplitsAfterLoss();
        if (!_isSplit[request])
        {
            (PollEnd end, ModbusException? fault) = await TryReadAsync(_merged, request, readings);
            bool refusesMerged = fault is ModbusDeviceException { Code: ModbusExceptionCode.IllegalDataAddress or ModbusExceptionCode.IllegalDataValue }
                && _blocksOf[request].Length > 1;
            if (!refusesMerged)
            {
                if (fault is not null && end == PollEnd.Answered)
                {
                    AddBad(_merged, request, readings);
                }

                return (end, fault?.Message);
            }

            _isSplit[request] = true;
            _context.Logger.MergedReadRefused(_field.Definition.Key, _blocksOf[request].Length, fault!.Message);
        }

        string? reason = null;
        foreach (int block in _blocksOf[request])
        {
            (PollEnd end, ModbusException? fault) = await TryReadAsync(_single, block, readings);
            if (end != PollEnd.Answered)
            {
                return (end, fault!.Message);
            }

            if (fault is not null)
            {
                reason = fault.Message;
                AddBad(_single, block, readings);
            }
        }

        return (PollEnd.Answered, reason);
    }

    /// <summary>Reads one item now, apart from the plan; with its scale factor in the same request where the map allows.</summary>
    /// <exception cref="ModbusException">It could not be read.</exception>
    public async Task<DecodedValue> ReadNowAsync(ModbusItem item)
    {
        if (RegisterWidth.HoldsBits(item.Table))
        {
            var bit = new bool[1];
            await AskAsync(() => ReadBitsAsync(item.Table, item.Address, bit));
            return item.Codec.Decode(bit[0]);
        }

        if (item.ScaleFactorSlot < 0)
        {
            return item.Decode(await ReadRegistersNowAsync(item.Table, item.Address, item.End), Factors);
        }

        ModbusRegister factor = _map.ScaleFactors[item.ScaleFactorSlot];
        if (CanReadTogether(item, factor))
        {
            int start = Math.Min(item.Address, factor.Address);
            ushort[] registers = await ReadRegistersNowAsync(item.Table, start, Math.Max(item.End, factor.Address + 1));
            Factors.Set(item.ScaleFactorSlot, registers[factor.Address - start]);
            return item.Decode(registers.AsSpan(item.Address - start, item.Count), Factors);
        }

        // The factor must be the same before and after, or the value between them has an unknown one.
        ushort before = await ReadFactorAsync(item);
        for (int attempt = 0; ; attempt++)
        {
            ushort[] value = await ReadRegistersNowAsync(item.Table, item.Address, item.End);
            ushort after = await ReadFactorAsync(item);
            if (before == after)
            {
                return item.Decode(value, Factors);
            }

            if (attempt == MaxFactorChanges)
            {
                return DecodedValue.Undecodable;
            }

            before = after;
        }
    }

    /// <summary>Reads the scale factor of an item that has one.</summary>
    /// <returns>The register as the unit holds it.</returns>
    /// <exception cref="ModbusException">It could not be read.</exception>
    public async Task<ushort> ReadFactorAsync(ModbusItem item)
    {
        ModbusRegister place = _map.ScaleFactors[item.ScaleFactorSlot];
        ushort[] register = await ReadRegistersNowAsync(place.Table, place.Address, place.Address + 1);
        Factors.Set(item.ScaleFactorSlot, register[0]);
        return register[0];
    }

    /// <summary>Asks, and asks again while the unit says that it is busy.</summary>
    public async Task AskAsync(Func<ValueTask> ask)
    {
        for (int attempt = 0; ; attempt++)
        {
            _context.Counters.CountRequest();
            try
            {
                await ask();
                return;
            }
            catch (ModbusDeviceException exception) when (exception.Code == ModbusExceptionCode.ServerDeviceBusy && attempt < BusyPauses.Length)
            {
                _context.Logger.RequestFailed(exception, _field.Definition.Key.ToString(), exception.Message);
            }

            await Task.Delay(BusyPauses[attempt], _context.Clock);
        }
    }

    /// <summary>What an error says about the unit.</summary>
    public static PollEnd EndOf(ModbusException exception) => exception switch
    {
        ModbusDeviceException or ModbusProtocolException => PollEnd.Answered,
        ModbusConnectionException => PollEnd.NoConnection,
        _ => PollEnd.Silent,
    };

    private const int MaxFactorChanges = 2;

    private static bool IsBits(ModbusReadRequest request) => RegisterWidth.HoldsBits(request.Table);

    private async Task<(PollEnd End, ModbusException? Fault)> TryReadAsync(ReadPlan plan, int index, List<Reading> readings)
    {
        ModbusReadRequest request = plan.Requests[index];
        for (int attempt = 0; ; attempt++)
        {
            _context.Counters.CountRequest();
            try
            {
                int count;
                if (IsBits(request))
                {
                    await ReadBitsAsync(request.Table, request.Start, _bits.AsMemory(0, request.Count));
                    count = plan.Decoder.Decode(index, _bits.AsSpan(0, request.Count), Now, _decoded);
                }
                else
                {
                    await ReadRegistersAsync(request.Table, request.Start, _registers.AsMemory(0, request.Count));
                    count = plan.Decoder.Decode(index, _registers.AsSpan(0, request.Count), Factors, Now, _decoded);
                }

                for (int i = 0; i < count; i++)
                {
                    readings.Add(_field.Mark(_decoded[i]));
                }

                return (PollEnd.Answered, null);
            }
            catch (ModbusDeviceException exception) when (exception.Code == ModbusExceptionCode.ServerDeviceBusy && attempt < BusyPauses.Length)
            {
                _context.Logger.RequestFailed(exception, _field.Definition.Key.ToString(), exception.Message);
            }
            catch (ModbusException exception)
            {
                _context.Counters.CountFailure(exception.Message);
                _context.Logger.RequestFailed(exception, _field.Definition.Key.ToString(), exception.Message);
                return (EndOf(exception), exception);
            }

            await Task.Delay(BusyPauses[attempt], _context.Clock);
        }
    }

    private void AddBad(ReadPlan plan, int request, List<Reading> readings)
    {
        var failed = new DecodedValue(PointValue.None, Quality.Bad, QualityReason.DeviceError);
        foreach (ModbusItem item in plan.Decoder.ItemsOf(request))
        {
            readings.Add(_field.ToReading(item.Ordinal, failed, Now));
        }
    }

    // Another connection may lead to a device with another firmware; one that is closed after each answer is no other.
    private void ForgetSplitsAfterLoss()
    {
        if (_connectionLosses != _master.ConnectionLosses)
        {
            _connectionLosses = _master.ConnectionLosses;
            Array.Clear(_isSplit);
        }
    }

    private bool CanReadTogether(ModbusItem item, ModbusRegister factor)
    {
        int start = Math.Min(item.Address, factor.Address);
        int count = Math.Max(item.End, factor.Address + 1) - start;
        int gap = Math.Max(item.Address - factor.Address - 1, factor.Address - item.End);
        return factor.Table == item.Table
            && count <= _map.MaxRegisters
            && (gap <= _map.AllowedGap || _single.Requests.Any(block => block.Table == item.Table && block.Start <= start && start + count <= block.End));
    }

    private async Task<ushort[]> ReadRegistersNowAsync(ModbusTable table, int start, int end)
    {
        var registers = new ushort[end - start];
        await AskAsync(() => ReadRegistersAsync(table, start, registers));
        return registers;
    }

    private ValueTask ReadRegistersAsync(ModbusTable table, int address, Memory<ushort> destination) => table == ModbusTable.Input
        ? _master.ReadInputRegistersAsync(_unit, (ushort)address, destination)
        : _master.ReadHoldingRegistersAsync(_unit, (ushort)address, destination);

    private ValueTask ReadBitsAsync(ModbusTable table, int address, Memory<bool> destination) => table == ModbusTable.Discrete
        ? _master.ReadDiscreteInputsAsync(_unit, (ushort)address, destination)
        : _master.ReadCoilsAsync(_unit, (ushort)address, destination);

    private sealed class ReadPlan(ModbusMap map, ImmutableArray<ModbusReadRequest> requests)
    {
        public ImmutableArray<ModbusReadRequest> Requests { get; } = requests;

        public ModbusDecoder Decoder { get; } = new(map, requests);
    }
}
