namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>Somebody who receives the messages of a <see cref="LoadPlan"/>, has subscribed already, and is told by disposal to give up.</summary>
internal interface ILoadSubscriber : IAsyncDisposable
{
    /// <summary>How many messages came so far.</summary>
    int Received { get; }

    SequenceCheck Check { get; }

    Latencies Latencies { get; }

    /// <summary>When the last message came.</summary>
    long LastTimestamp { get; }

    /// <summary>Receives until all messages are there, or until it was told to give up.</summary>
    Task RunAsync();
}
