namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>
/// The deliveries of one session in their order, from the oldest that is not over to the youngest. A delivery's packet identifier follows
/// from its sequence, so that an acknowledgement finds it without a table. Guarded by the session.
/// </summary>
internal sealed class DeliveryRing
{
    /// <summary>How many deliveries there can be between the oldest and the youngest: as many as there are packet identifiers.</summary>
    public const int MaxSpan = ushort.MaxValue;

    private const int SmallestCapacity = 8;

    private Delivery[] _slots = [];
    private long _head = 1;
    private long _next = 1;

    /// <summary>The sequence that the next delivery gets.</summary>
    public long Tail { get; private set; } = 1;

    /// <summary>The sequence of the oldest delivery that is not over; <see cref="Tail"/> when there is none.</summary>
    public long Head => _head;

    /// <summary>How many deliveries are not over.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of their messages.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many were sent on this connection and are not over.</summary>
    public int InFlight { get; private set; }

    /// <summary>Whether every packet identifier between the oldest and the youngest is taken.</summary>
    public bool IsSpent => Tail - _head >= MaxSpan;

    /// <summary>How many wait to be sent.</summary>
    public int Waiting => Count - InFlight;

    public ref Delivery this[long sequence] => ref _slots[sequence & (_slots.Length - 1)];

    /// <summary>The packet identifier of a delivery, 1 to 65535.</summary>
    public static ushort PacketIdOf(long sequence) => (ushort)((sequence - 1) % ushort.MaxValue + 1);

    /// <summary>Adds a delivery, to be sent after all others, and returns its sequence.</summary>
    public long Append(in Delivery delivery)
    {
        if (Tail - _head == _slots.Length)
        {
            Grow();
        }

        this[Tail] = delivery;
        Count++;
        Bytes += SizeOf(delivery.Message!);
        return Tail++;
    }

    /// <summary>Puts back a delivery of an earlier run at its sequence, which is not below that of any before it.</summary>
    public void Restore(long sequence, in Delivery delivery)
    {
        if (Count == 0)
        {
            _head = _next = Tail = sequence;
        }

        while (Tail < sequence)
        {
            Append(delivery);
            Settle(Tail - 1);
        }

        Append(delivery);
    }

    /// <summary>Finds a delivery that is not over by its packet identifier.</summary>
    public bool TryFind(ushort packetId, out long sequence)
    {
        sequence = _head + (packetId - PacketIdOf(_head) + ushort.MaxValue) % ushort.MaxValue;
        return sequence < Tail && this[sequence].State != DeliveryState.Settled;
    }

    /// <summary>The oldest delivery with something to send, unless one before it waits for the store.</summary>
    public bool TryPeek(out long sequence)
    {
        while (_next < Tail && this[_next].State is not (DeliveryState.Queued or DeliveryState.ToRelease))
        {
            _next++;
        }

        sequence = _next;
        return _next < Tail && !this[_next].IsHeld;
    }

    /// <summary>What <see cref="TryPeek"/> found is sent.</summary>
    public void MarkSent(long sequence)
    {
        ref var delivery = ref this[sequence];
        delivery.State = delivery.State == DeliveryState.Queued ? DeliveryState.Sent : DeliveryState.Released;
        InFlight++;
        _next = sequence + 1;
    }

    /// <summary>A delivery is over.</summary>
    public void Settle(long sequence)
    {
        ref var delivery = ref this[sequence];
        if (delivery.State is DeliveryState.Sent or DeliveryState.Released)
        {
            InFlight--;
        }

        Count--;
        Bytes -= SizeOf(delivery.Message!);
        delivery = default;
        while (_head < Tail && this[_head].State == DeliveryState.Settled)
        {
            _head++;
        }

        _next = Math.Max(_next, _head);
    }

    /// <summary>QoS 2: the subscriber has the message, and PUBREL is sent.</summary>
    public void Release(long sequence) => this[sequence].State = DeliveryState.Released;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        for (var sequence = _head; sequence < Tail; sequence++)
        {
            if (this[sequence].State != DeliveryState.Settled)
            {
                Settle(sequence);
            }
        }

        Trim();
    }

    /// <summary>Gives memory back when nothing is under way.</summary>
    public void Trim()
    {
        if (Count == 0)
        {
            _slots = [];
        }
    }

    /// <summary>The connection ended: what was sent and is not over is sent again, in its order.</summary>
    public void Rewind()
    {
        for (var sequence = _head; sequence < _next; sequence++)
        {
            ref var delivery = ref this[sequence];
            switch (delivery.State)
            {
                case DeliveryState.Sent:
                    delivery.State = DeliveryState.Queued;
                    delivery.IsRepeated = true;
                    break;
                case DeliveryState.Released:
                    delivery.State = DeliveryState.ToRelease;
                    break;
            }
        }

        _next = _head;
        InFlight = 0;
    }

    /// <summary>How much a message counts against the bytes that a client may have queued.</summary>
    public static int SizeOf(MqttStoredMessage message) => message.Topic.Length + message.Payload.Length + message.Properties.Length;

    private void Grow()
    {
        var grown = new Delivery[Math.Max(SmallestCapacity, _slots.Length * 2)];
        for (var sequence = _head; sequence < Tail; sequence++)
        {
            grown[sequence & (grown.Length - 1)] = this[sequence];
        }

        _slots = grown;
    }
}
