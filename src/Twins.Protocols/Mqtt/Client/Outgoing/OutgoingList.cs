namespace Twins.Protocols.Mqtt.Client.Outgoing;

/// <summary>Messages in order, each of which can be taken out at once wherever it stands.</summary>
internal sealed class OutgoingList
{
    private OutgoingPublish? _last;

    public OutgoingPublish? First { get; private set; }

    public int Count { get; private set; }

    /// <summary>Bytes of the messages' payloads and topics.</summary>
    public long Bytes { get; private set; }

    public void AddLast(OutgoingPublish publish) => Insert(publish, _last, null);

    public void AddFirst(OutgoingPublish publish) => Insert(publish, null, First);

    public void Remove(OutgoingPublish publish)
    {
        if (publish.Previous is { } previous)
        {
            previous.Next = publish.Next;
        }
        else
        {
            First = publish.Next;
        }

        if (publish.Next is { } next)
        {
            next.Previous = publish.Previous;
        }
        else
        {
            _last = publish.Previous;
        }

        publish.Previous = publish.Next = null;
        publish.List = null;
        Count--;
        Bytes -= publish.Size;
    }

    /// <summary>Takes all messages of another list, and puts them before the own ones, in their order.</summary>
    public void Prepend(OutgoingList other)
    {
        while (other._last is { } last)
        {
            other.Remove(last);
            AddFirst(last);
        }
    }

    private void Insert(OutgoingPublish publish, OutgoingPublish? previous, OutgoingPublish? next)
    {
        (publish.List, publish.Previous, publish.Next) = (this, previous, next);
        if (previous is null)
        {
            First = publish;
        }
        else
        {
            previous.Next = publish;
        }

        if (next is null)
        {
            _last = publish;
        }
        else
        {
            next.Previous = publish;
        }

        Count++;
        Bytes += publish.Size;
    }
}
