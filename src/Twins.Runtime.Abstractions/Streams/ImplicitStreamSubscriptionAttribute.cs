namespace Twins.Runtime;

/// <summary>
/// A grain class that receives the events of every stream of one namespace: those of the stream with key k go to its grain with key k.
/// The class implements <see cref="IStreamSubscriptionObserver"/> to attach its handler.
/// </summary>
/// <param name="streamNamespace">The streams' namespace.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ImplicitStreamSubscriptionAttribute(string streamNamespace) : Attribute
{
    /// <summary>The streams' namespace.</summary>
    public string StreamNamespace { get; } = streamNamespace;
}
