using Twins.Protocols.Mqtt;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>What a load generator does to a broker: so many publishers, each to a topic of its own, and as many subscribers to all of them.</summary>
internal sealed record LoadPlan
{
    public required int Port { get; init; }

    public string Host { get; init; } = "127.0.0.1";

    public MqttProtocolVersion Version { get; init; } = MqttProtocolVersion.V311;

    public MqttQualityOfService QualityOfService { get; init; }

    public int Publishers { get; init; } = 1;

    public int Subscribers { get; init; } = 1;

    /// <summary>How many messages each publisher sends.</summary>
    public int MessagesEach { get; init; } = 10_000;

    /// <summary>Bytes of each payload: at least those of <see cref="LoadPayload"/>.</summary>
    public int PayloadLength { get; init; } = 64;

    /// <summary>How many messages a publisher sends at QoS 1 and 2 before one is acknowledged.</summary>
    public int Window { get; init; } = 100;

    /// <summary>How many messages a publisher hands to the network at once, if as many are due.</summary>
    public int Batch { get; init; } = 50;

    /// <summary>Whether the subscribers' sessions outlive their connections (3.1.1), so that a broker that keeps anything keeps them.</summary>
    public bool KeepSessions { get; init; }

    /// <summary>Messages of all publishers together, a second; <see langword="null"/>: as fast as the broker takes them.</summary>
    public double? PerSecond { get; init; }

    /// <summary>Sets the runs on one broker apart.</summary>
    public string Run { get; init; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>Writes the payloads; <see cref="LoadPayload"/> followed by zeros unless given.</summary>
    public Func<LoadPayload, Memory<byte>, int>? Write { get; init; }

    public string Filter => $"load/{Run}/#";

    public string TopicOf(int publisher) => FormattableString.Invariant($"load/{Run}/meter-{publisher}/power");
}
