using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>Topic aliases towards one client (5.0, section 3.3.2.3.4): the first topics get one, the others go in full.</summary>
/// <param name="maximum">The highest alias.</param>
internal sealed class OutgoingAliases(ushort maximum)
{
    private readonly Dictionary<byte[], ushort> _aliases = new(TopicBytesComparer.Instance);

    /// <summary>The alias that the client knows for a topic; 0 when there is none.</summary>
    public ushort Find(ReadOnlySpan<byte> topic) =>
        _aliases.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(topic, out var alias) ? alias : (ushort)0;

    /// <summary>The alias that the client is to learn with the next packet; 0 when all are given.</summary>
    public ushort Next => _aliases.Count < maximum ? (ushort)(_aliases.Count + 1) : (ushort)0;

    /// <summary>The client learns <see cref="Next"/> as this topic's alias.</summary>
    public void Learn(ReadOnlySpan<byte> topic) => _aliases.Add(topic.ToArray(), Next);
}
