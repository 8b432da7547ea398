using System.Runtime.InteropServices;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Gathers the readings of one device while what arrived at once is read, so that its twin gets few batches rather than one a message. In
/// a batch a point appears once: when it comes again, the batch is closed and the next begun. Used by the client's reading loop only.
/// </summary>
internal sealed class DeviceBuffer
{
    private readonly int _index;
    private readonly TwinDefinition _definition;
    private readonly string _device;
    private readonly bool _simulated;
    private readonly Reading[] _readings;
    private readonly int[] _lastBatchOf;
    private int _batch = 1;
    private int _count;
    private bool _isLive;
    private BatchReceipt? _receipt;
    private readonly long _start;
    private long _number;

    public DeviceBuffer(int index, TwinDefinition definition, bool simulated, long start)
    {
        _index = index;
        _definition = definition;
        _device = definition.Key.ToString();
        _simulated = simulated;
        _readings = new Reading[definition.Points.Count];
        _lastBatchOf = new int[definition.Points.Count];
        _start = start;
    }

    /// <summary>Whether there is anything to be closed.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Adds a reading.</summary>
    /// <param name="reading">The reading as decoded.</param>
    /// <param name="isLive">Whether the device just said so, rather than the broker what it had kept.</param>
    /// <param name="message">The message that brought it; null when it needs no acknowledgement.</param>
    /// <param name="receivedAt">When.</param>
    /// <param name="arrivals">Where a closed batch goes.</param>
    public void Add(in Reading reading, bool isLive, MessageReceipt? message, Timestamp receivedAt, Arrivals arrivals)
    {
        if (_lastBatchOf[reading.Point] == _batch)
        {
            Close(receivedAt, arrivals);
        }

        _lastBatchOf[reading.Point] = _batch;
        _readings[_count++] = Mark(reading);
        _isLive |= isLive;
        if (message is not null)
        {
            Receive(message);
        }
    }

    /// <summary>Makes a batch of what was gathered; nothing when there is nothing.</summary>
    public void Close(Timestamp receivedAt, Arrivals arrivals)
    {
        if (_count == 0)
        {
            return;
        }

        Reading[] readings = _readings.AsSpan(0, _count).ToArray();
        var batch = new ReadingBatch(_device, _definition.Hash, _start, ++_number, receivedAt, ImmutableCollectionsMarshal.AsImmutableArray(readings));
        arrivals.Add(new Arrival(_index, ArrivalKind.Readings, batch, _receipt, _isLive));
        _batch++;
        (_count, _isLive, _receipt) = (0, false, null);
    }

    // Good, but no measurement.
    private Reading Mark(in Reading reading) => _simulated && reading is { Quality: Quality.Good, Reason: QualityReason.None }
        ? reading with { Reason = QualityReason.Simulated }
        : reading;

    private void Receive(MessageReceipt message)
    {
        if (_receipt is null)
        {
            _receipt = new BatchReceipt(message);
        }
        else
        {
            _receipt.Add(message);
        }
    }
}
