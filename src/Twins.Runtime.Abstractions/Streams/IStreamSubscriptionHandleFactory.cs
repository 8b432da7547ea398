namespace Twins.Runtime;

/// <summary>A subscription whose event type the receiver knows.</summary>
public interface IStreamSubscriptionHandleFactory
{
    /// <summary>The subscribed stream.</summary>
    StreamId StreamId { get; }

    /// <summary>The provider that carries it.</summary>
    string ProviderName { get; }

    /// <summary>The typed handle.</summary>
    /// <typeparam name="T">The events' type.</typeparam>
    StreamSubscriptionHandle<T> Create<T>();
}
