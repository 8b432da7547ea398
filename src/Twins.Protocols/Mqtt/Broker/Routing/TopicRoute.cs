using System.Text;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>A topic and where it leads.</summary>
internal sealed class TopicRoute
{
    private Destinations _destinations = Destinations.Outdated;

    public TopicRoute(ReadOnlySpan<byte> topic)
    {
        Topic = topic.ToArray();
        Name = Encoding.UTF8.GetString(topic);
        Levels = TopicFilter.CountLevels(topic);
        IsOfBroker = IsOfBrokers(topic);
    }

    public byte[] Topic { get; }

    public string Name { get; }

    public int Levels { get; }

    /// <summary>Whether it is one of the names that are the broker's own.</summary>
    public bool IsOfBroker { get; }

    /// <summary>Whether a topic name is one of those that are a broker's own (5.0, section 4.7.2).</summary>
    public static bool IsOfBrokers(ReadOnlySpan<byte> topic) => topic.StartsWith("$SYS/"u8);

    /// <summary>Where it led when that was looked up last.</summary>
    public Destinations Destinations
    {
        get => Volatile.Read(ref _destinations);
        set => Volatile.Write(ref _destinations, value);
    }
}

/// <summary>Whom a topic leads to.</summary>
/// <param name="Version">The version of the routing table at which it was looked up.</param>
/// <param name="Recipients">Sessions with subscriptions of their own.</param>
/// <param name="Shares">Shared subscriptions.</param>
internal sealed record Destinations(long Version, Recipient[] Recipients, ShareGroup[] Shares)
{
    public static Destinations Outdated { get; } = new(-1, [], []);
}
