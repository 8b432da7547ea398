namespace Twins.Protocols.Mqtt.Client.Incoming;

/// <summary>
/// Packet identifiers in the order in which they are to be acknowledged: one leaves when it and all before it are done (5.0, section
/// 4.6). A ring that grows to what the server sends at once.
/// </summary>
internal sealed class AcknowledgementOrder
{
    private (ushort PacketId, bool Done)[] _ring = new (ushort, bool)[16];
    private long _first;
    private long _next;

    /// <summary>How many have not left.</summary>
    public int Count => (int)(_next - _first);

    /// <summary>Adds one, and returns its place.</summary>
    public long Add(ushort packetId, bool done)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[_next & (_ring.Length - 1)] = (packetId, done);
        return _next++;
    }

    /// <summary>One is done; a place that has left already, or was never given, does nothing.</summary>
    public void Done(long place)
    {
        if (place >= _first && place < _next)
        {
            _ring[place & (_ring.Length - 1)].Done = true;
        }
    }

    public void AllDone()
    {
        for (var place = _first; place < _next; place++)
        {
            _ring[place & (_ring.Length - 1)].Done = true;
        }
    }

    /// <summary>Takes the first out, if it is done.</summary>
    public bool TryTake(out ushort packetId, out long place)
    {
        place = _first;
        (packetId, var done) = _ring[_first & (_ring.Length - 1)];
        if (Count == 0 || !done)
        {
            return false;
        }

        _first++;
        return true;
    }

    /// <summary>Forgets all; places given so far stay invalid.</summary>
    public void Clear() => _first = _next;

    private void Grow()
    {
        var grown = new (ushort, bool)[_ring.Length * 2];
        for (var place = _first; place < _next; place++)
        {
            grown[place & (grown.Length - 1)] = _ring[place & (_ring.Length - 1)];
        }

        _ring = grown;
    }
}
