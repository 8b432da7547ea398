namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>Which of the numbered messages came, and how often not once or not in order.</summary>
internal sealed class SequenceCheck(int publishers, int messagesEach)
{
    private readonly bool[] _seen = new bool[publishers * messagesEach];
    private readonly int[] _last = Enumerable.Repeat(-1, publishers).ToArray();

    /// <summary>Messages that did not come.</summary>
    public int Missing { get; private set; } = publishers * messagesEach;

    /// <summary>Messages that came again.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Messages that came after a later one of the same publisher.</summary>
    public int OutOfOrder { get; private set; }

    public void Add(int publisher, int sequence)
    {
        ref var seen = ref _seen[(publisher * messagesEach) + sequence];
        if (seen)
        {
            Duplicates++;
            return;
        }

        seen = true;
        Missing--;
        OutOfOrder += sequence < _last[publisher] ? 1 : 0;
        _last[publisher] = sequence;
    }
}
