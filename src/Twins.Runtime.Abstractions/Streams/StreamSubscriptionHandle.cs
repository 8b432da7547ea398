namespace Twins.Runtime;

/// <summary>One subscription, through which it is ended or continued.</summary>
/// <typeparam name="T">The events' type.</typeparam>
public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>?>
{
    /// <summary>The subscribed stream.</summary>
    public abstract StreamId StreamId { get; }

    /// <summary>The provider that carries it.</summary>
    public abstract string ProviderName { get; }

    /// <summary>The subscription's identity.</summary>
    public abstract Guid HandleId { get; }

    /// <summary>Ends the subscription; events that wait are dropped.</summary>
    public abstract Task UnsubscribeAsync();

    /// <summary>Continues the subscription with another observer, such as one of a later activation of the grain.</summary>
    /// <param name="observer">Who receives the events from now on.</param>
    /// <param name="token">Null: streams here are not rewindable.</param>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);

    /// <inheritdoc/>
    public abstract bool Equals(StreamSubscriptionHandle<T>? other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => HandleId.GetHashCode();
}
