using System.Collections.Immutable;
using Twins.Devices;
using Twins.Readings;

namespace Twins.Adapters.Modbus;

/// <summary>
/// Decodes the answers to a plan's requests into readings. Compiled once per definition and immutable; what differs by device
/// is in its <see cref="ModbusScaleFactors"/>. Numbers, flags and enums cost no allocation.
/// </summary>
public sealed class ModbusDecoder
{
    private readonly ImmutableArray<ModbusReadRequest> _requests;
    private readonly ModbusItem[][] _items;
    private readonly (int Slot, int Offset)[][] _factors;

    /// <summary>Compiles the decoder of a map and its plan.</summary>
    /// <param name="map">The map.</param>
    /// <param name="requests">The plan, from <see cref="ModbusReadPlan.Create"/>.</param>
    public ModbusDecoder(ModbusMap map, ImmutableArray<ModbusReadRequest> requests)
    {
        _requests = requests;
        _items = [.. requests.Select(request => map.Items.Where(item => Covers(request, item.Table, item.Address, item.End)).ToArray())];
        _factors = [.. requests.Select(request => map.ScaleFactors
            .Select((register, slot) => (register, slot))
            .Where(pair => Covers(request, pair.register.Table, pair.register.Address, pair.register.Address + 1))
            .Select(pair => (pair.slot, pair.register.Address - request.Start)).ToArray())];
    }

    /// <summary>Most readings that one request brings: the size of a buffer that always suffices; 0 for a device that is only written.</summary>
    public int MostReadings => _items.Select(items => items.Length).DefaultIfEmpty().Max();

    /// <summary>The items that a request brings, in the order of the readings.</summary>
    /// <param name="request">Index of the request.</param>
    public IReadOnlyList<ModbusItem> ItemsOf(int request) => _items[request];

    /// <summary>Decodes the registers of a request.</summary>
    /// <param name="request">Index of the request.</param>
    /// <param name="registers">Its registers, all of them.</param>
    /// <param name="factors">Scale factors of the device; those in the request are remembered.</param>
    /// <param name="receivedAt">When the answer came: the time of the readings.</param>
    /// <param name="readings">Receives the readings; at least as long as the request has items.</param>
    /// <returns>Number of readings.</returns>
    /// <exception cref="ArgumentException">Too few registers, or too small a buffer.</exception>
    public int Decode(int request, ReadOnlySpan<ushort> registers, ModbusScaleFactors factors, Timestamp receivedAt, Span<Reading> readings)
    {
        Check(request, registers.Length, readings.Length);
        foreach (var (slot, offset) in _factors[request])
        {
            factors.Set(slot, registers[offset]);
        }

        var start = _requests[request].Start;
        var items = _items[request];
        for (var i = 0; i < items.Length; i++)
        {
            var item = items[i];
            readings[i] = ToReading(item, item.Decode(registers.Slice(item.Address - start, item.Count), factors), receivedAt);
        }

        return items.Length;
    }

    /// <summary>Decodes the coils or discrete inputs of a request.</summary>
    /// <param name="request">Index of the request.</param>
    /// <param name="bits">Its bits, all of them.</param>
    /// <param name="receivedAt">When the answer came: the time of the readings.</param>
    /// <param name="readings">Receives the readings; at least as long as the request has items.</param>
    /// <returns>Number of readings.</returns>
    /// <exception cref="ArgumentException">Too few bits, or too small a buffer.</exception>
    public int Decode(int request, ReadOnlySpan<bool> bits, Timestamp receivedAt, Span<Reading> readings)
    {
        Check(request, bits.Length, readings.Length);
        var start = _requests[request].Start;
        var items = _items[request];
        for (var i = 0; i < items.Length; i++)
        {
            readings[i] = ToReading(items[i], items[i].Codec.Decode(bits[items[i].Address - start]), receivedAt);
        }

        return items.Length;
    }

    private static bool Covers(ModbusReadRequest request, ModbusTable table, int start, int end) =>
        request.Table == table && request.Start <= start && end <= request.End;

    private static Reading ToReading(ModbusItem item, DecodedValue decoded, Timestamp time) =>
        new(item.Ordinal, decoded.Value, decoded.Quality, decoded.Reason, time, TimeSource.Gateway);

    private void Check(int request, int received, int room)
    {
        if (received < _requests[request].Count)
        {
            throw new ArgumentException($"The request brings {_requests[request].Count}, but {received} were given.", nameof(received));
        }

        if (room < _items[request].Length)
        {
            throw new ArgumentException($"The request brings {_items[request].Length} readings, but there is room for {room}.", nameof(room));
        }
    }
}
