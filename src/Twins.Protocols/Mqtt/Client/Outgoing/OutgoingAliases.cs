namespace Twins.Protocols.Mqtt.Client.Outgoing;

/// <summary>
/// The aliases that stand for the topics published last on one connection (5.0, section 3.3.2.3.4). When all are taken, the topic that
/// was not published for longest gives its alias away.
/// </summary>
/// <param name="capacity">How many aliases there are; 0: none.</param>
internal sealed class OutgoingAliases(int capacity)
{
    private readonly Dictionary<string, LinkedListNode<(string Topic, ushort Alias)>> _byTopic = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Topic, ushort Alias)> _byAge = [];

    /// <summary>Finds the alias that the server knows for a topic, or the one that it may be told next.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="alias">The alias; 0: there are none.</param>
    /// <returns>Whether the server knows it, so that the topic need not be sent.</returns>
    public bool TryUse(string topic, out ushort alias)
    {
        if (_byTopic.TryGetValue(topic, out var known))
        {
            _byAge.Remove(known);
            _byAge.AddLast(known);
            alias = known.Value.Alias;
            return true;
        }

        alias = capacity == 0 ? (ushort)0 : _byTopic.Count < capacity ? (ushort)(_byTopic.Count + 1) : _byAge.First!.Value.Alias;
        return false;
    }

    /// <summary>The server is being told that <paramref name="alias"/>, from <see cref="TryUse"/>, stands for this topic.</summary>
    public void Told(string topic, ushort alias)
    {
        if (_byTopic.Count == capacity)
        {
            _byTopic.Remove(_byAge.First!.Value.Topic);
            _byAge.RemoveFirst();
        }

        _byTopic.Add(topic, _byAge.AddLast((topic, alias)));
    }
}
