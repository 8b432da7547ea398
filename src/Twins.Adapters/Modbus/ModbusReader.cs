using Twins.Adapters.Modbus.Wire;
using Twins.Devices;
using Twins.Readings;
using ModbusTable = Twins.Adapters.Modbus.ModbusTable;

namespace Twins.Adapters.Modbus;

/// <summary>
/// Reads what is due of one device and makes one batch of it. A request that gets no answer ends the poll: the rest would wait as long.
/// A request that is refused, or answered wrongly, gives its points as bad and the poll goes on.
/// </summary>
internal sealed class ModbusReader(IModbusMaster master, ModbusDevice device, ConnectionCounters counters, TimeProvider clock)
{
    private readonly ushort[] _registers = new ushort[device.Plan.IsEmpty ? 1 : Math.Max(1, device.Plan.Max(WordsOf))];
    private readonly bool[] _bits = new bool[device.Plan.IsEmpty ? 1 : Math.Max(1, device.Plan.Max(BitsOf))];
    private readonly List<Reading> _readings = [];
    private readonly Reading[] _decoded = new Reading[device.Plan.IsEmpty ? 0 : device.Decoder.MostReadings];

    /// <summary>Polls; the readings are those of the batch to send, none when nothing was answered.</summary>
    public async Task<PollOutcome> PollAsync(List<int> requests, List<int> readBacks)
    {
        _readings.Clear();
        PollOutcome outcome = new(PollEnd.Answered, null);
        foreach (int request in requests)
        {
            outcome = await AskAsync(() => ReadAsync(device.Plan[request]), () => Fail(request));
            if (outcome.End != PollEnd.Answered)
            {
                return outcome;
            }
        }

        foreach (int ordinal in readBacks)
        {
            ModbusItem item = device.Map.FindSetpoint(ordinal)!.ReadBack;
            outcome = await AskAsync(() => ReadItemAsync(item), () => { });
            if (outcome.End != PollEnd.Answered)
            {
                return outcome;
            }
        }

        return outcome;
    }

    /// <summary>The batch of the last poll; null when it brought nothing.</summary>
    public ReadingBatch? TakeBatch()
    {
        if (_readings.Count == 0)
        {
            return null;
        }

        ReadingBatch batch = device.Batch(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_readings), Timestamp.Now(clock));
        _readings.Clear();
        return batch;
    }

    /// <summary>Reads one item now, apart from the plan.</summary>
    public async Task<DecodedValue> ReadItemNowAsync(ModbusItem item)
    {
        counters.CountRequest();
        if (item.Table is ModbusTable.Coil or ModbusTable.Discrete)
        {
            bool[] bit = new bool[1];
            await ReadBitsAsync(item.Table, item.Address, bit);
            return item.Codec.Decode(bit[0]);
        }

        ushort[] registers = new ushort[item.Count];
        await ReadRegistersAsync(item.Table, item.Address, registers);
        return item.Decode(registers, device.Factors);
    }

    /// <summary>Reads the scale factor of an item, if it has one that is not known yet.</summary>
    public async Task EnsureFactorAsync(ModbusItem item)
    {
        if (item.ScaleFactorSlot >= 0 && device.Factors.TryGet(item, out _) is { Reason: QualityReason.NeverRead })
        {
            ModbusRegister place = device.Map.ScaleFactors[item.ScaleFactorSlot];
            ushort[] register = new ushort[1];
            counters.CountRequest();
            await ReadRegistersAsync(place.Table, place.Address, register);
            device.Factors.Set(item.ScaleFactorSlot, register[0]);
        }
    }

    private async Task<PollOutcome> AskAsync(Func<Task> ask, Action refused)
    {
        try
        {
            await ask();
            return new PollOutcome(PollEnd.Answered, null);
        }
        catch (Exception exception) when (exception is ModbusDeviceException or ModbusProtocolException)
        {
            counters.CountFailure(exception.Message);
            refused();
            return new PollOutcome(PollEnd.Answered, exception.Message);
        }
        catch (ModbusConnectionException exception)
        {
            counters.CountFailure(exception.Message);
            return new PollOutcome(PollEnd.NoConnection, exception.Message);
        }
        catch (ModbusException exception)
        {
            counters.CountFailure(exception.Message);
            return new PollOutcome(PollEnd.Silent, exception.Message);
        }
        catch (ObjectDisposedException)
        {
            return new PollOutcome(PollEnd.NoConnection, "the adapter was stopped");
        }
    }

    private async Task ReadAsync(ModbusReadRequest request)
    {
        counters.CountRequest();
        int count;
        if (BitsOf(request) > 0)
        {
            await ReadBitsAsync(request.Table, request.Start, _bits.AsMemory(0, request.Count));
            count = device.Decoder.Decode(request.Index, _bits.AsSpan(0, request.Count), Timestamp.Now(clock), _decoded);
        }
        else
        {
            await ReadRegistersAsync(request.Table, request.Start, _registers.AsMemory(0, request.Count));
            count = device.Decoder.Decode(
                request.Index, _registers.AsSpan(0, request.Count), device.Factors, Timestamp.Now(clock), _decoded);
        }

        for (int i = 0; i < count; i++)
        {
            _readings.Add(device.Mark(_decoded[i]));
        }
    }

    private async Task ReadItemAsync(ModbusItem item)
    {
        DecodedValue value = await ReadItemNowAsync(item);
        _readings.Add(device.ToReading(item.Ordinal, value, Timestamp.Now(clock)));
    }

    private void Fail(int request)
    {
        var failed = new DecodedValue(Points.PointValue.None, Quality.Bad, QualityReason.DeviceError);
        foreach (ModbusItem item in device.Decoder.ItemsOf(request))
        {
            _readings.Add(device.ToReading(item.Ordinal, failed, Timestamp.Now(clock)));
        }
    }

    private ValueTask ReadRegistersAsync(ModbusTable table, int address, Memory<ushort> destination) => table == ModbusTable.Input
        ? master.ReadInputRegistersAsync(device.UnitId, (ushort)address, destination)
        : master.ReadHoldingRegistersAsync(device.UnitId, (ushort)address, destination);

    private ValueTask ReadBitsAsync(ModbusTable table, int address, Memory<bool> destination) => table == ModbusTable.Discrete
        ? master.ReadDiscreteInputsAsync(device.UnitId, (ushort)address, destination)
        : master.ReadCoilsAsync(device.UnitId, (ushort)address, destination);

    private static int BitsOf(ModbusReadRequest request) => request.Table is ModbusTable.Coil or ModbusTable.Discrete ? request.Count : 0;

    private static int WordsOf(ModbusReadRequest request) => request.Count - BitsOf(request);
}

/// <summary>How a poll ended, and why not well.</summary>
internal readonly record struct PollOutcome(PollEnd End, string? Reason);
