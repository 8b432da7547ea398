namespace Twins.Runtime.CodeGeneration;

/// <summary>
/// The base of generated references. A reference is a value: equal to every other reference to the same grain, and fit to be sent.
/// </summary>
/// <param name="route">How its calls travel.</param>
/// <param name="key">The key of the grain.</param>
public abstract class GrainReference(GrainRoute route, string key) : IAddressable, IEquatable<GrainReference>
{
    /// <summary>How its calls travel.</summary>
    public GrainRoute Route { get; } = route;

    /// <summary>The key of the grain.</summary>
    public string Key { get; } = key;

    /// <summary>Which grain it refers to.</summary>
    public GrainId GrainId => new(Route.GrainType, IdSpan.Create(Key));

    /// <summary>Where the route remembers what it found for this reference.</summary>
    internal object? Found { get; set; }

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) =>
        other is not null && ReferenceEquals(Route, other.Route) && string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => HashCode.Combine(Route, Key);

    /// <inheritdoc/>
    public sealed override string ToString() => GrainId.ToString();

    /// <summary>A call without a result.</summary>
    /// <typeparam name="TCall">The generated call.</typeparam>
    /// <param name="call">The call.</param>
    protected Task CallAsync<TCall>(in TCall call)
        where TCall : struct, IGrainCall<TCall> =>
        Route.CallAsync<TCall, NoResult>(this, in call);

    /// <summary>A call with a result.</summary>
    /// <typeparam name="TCall">The generated call.</typeparam>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="call">The call.</param>
    protected Task<TResult> CallAsync<TCall, TResult>(in TCall call)
        where TCall : struct, IGrainCall<TCall> =>
        (Task<TResult>)Route.CallAsync<TCall, TResult>(this, in call);

    /// <summary>A call whose outcome nobody waits for.</summary>
    /// <typeparam name="TCall">The generated call.</typeparam>
    /// <param name="call">The call.</param>
    protected void Send<TCall>(in TCall call)
        where TCall : struct, IGrainCall<TCall> =>
        Route.Send(this, in call);
}
