using Twins.Readings;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Gathers the readings of one device while what arrived at once is read, so that its twin gets few batches rather than one a message. In
/// a batch a point appears once: when it comes again, the batch is closed and the next begun. Used under the inbox's lock only.
/// </summary>
internal sealed class DeviceBuffer
{
    private readonly int _index;
    private readonly FieldDevice _field;
    private readonly Reading[] _readings;
    private readonly int[] _lastBatchOf;
    private int _batch = 1;
    private int _count;
    private bool _isLive;
    private BatchReceipt? _receipt;

    public DeviceBuffer(int index, FieldDevice field)
    {
        (_index, _field) = (index, field);
        _readings = new Reading[field.Definition.Points.Count];
        _lastBatchOf = new int[field.Definition.Points.Count];
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
        _readings[_count++] = _field.Mark(reading);
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

        ReadingBatch batch = _field.CreateBatch(_readings.AsSpan(0, _count), receivedAt);
        arrivals.Items.Add(new Arrival(_index, ArrivalKind.Readings, batch, _receipt, _isLive));
        _batch++;
        (_count, _isLive, _receipt) = (0, false, null);
    }

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
