namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>What a load generator does to a broker: so many publishers, each to a topic of its own, and as many subscribers to all of them.</summary>
internal sealed record LoadPlan
{
    public required int Port { get; init; }

    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 or 1.</summary>
    public int QualityOfService { get; init; }

    public int Publishers { get; init; } = 1;

    public int Subscribers { get; init; } = 1;

    /// <summary>Whether each publisher also subscribes to a topic of commands of its own, as devices do.</summary>
    public bool PublishersListen { get; init; }

    /// <summary>How many messages each publisher sends.</summary>
    public int MessagesEach { get; init; } = 10_000;

    /// <summary>Bytes of each payload: at least those of <see cref="LoadPayload"/>.</summary>
    public int PayloadLength { get; init; } = 64;

    /// <summary>How many messages a publisher sends at QoS 1 before one is acknowledged.</summary>
    public int Window { get; init; } = 100;

    /// <summary>How many messages a publisher hands to the network at once, if as many are due.</summary>
    public int Batch { get; init; } = 50;

    /// <summary>Messages of all publishers together, a second; <see langword="null"/>: as fast as the broker takes them.</summary>
    public double? PerSecond { get; init; }

    /// <summary>Sets the runs on one broker apart.</summary>
    public string Run { get; init; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>Writes the payloads; <see cref="LoadPayload"/> followed by zeros unless given.</summary>
    public Func<LoadPayload, Memory<byte>, int>? Write { get; init; }

    /// <summary>All messages of the publishers.</summary>
    public string Filter => $"load/{Run}/+/power";

    public string TopicOf(int publisher) => FormattableString.Invariant($"load/{Run}/meter-{publisher}/power");

    public string CommandTopicOf(int publisher) => FormattableString.Invariant($"load/{Run}/meter-{publisher}/set");
}
