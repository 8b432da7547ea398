namespace Twins.Runtime.CodeGeneration;

/// <summary>How the calls of a reference reach the objects of one grain class, or of one observer.</summary>
public abstract class GrainRoute
{
    /// <summary>The kind in the identity of what is reached.</summary>
    public abstract GrainType GrainType { get; }

    /// <summary>Makes a call; the task is that of its result.</summary>
    /// <typeparam name="TCall">The generated call.</typeparam>
    /// <typeparam name="TResult">The type of the result; <see cref="NoResult"/> for none.</typeparam>
    /// <param name="reference">The reference that was called.</param>
    /// <param name="grainCall">The call.</param>
    public abstract Task CallAsync<TCall, TResult>(GrainReference reference, in TCall grainCall)
        where TCall : struct, IGrainCall<TCall>;

    /// <summary>Sends a call whose outcome nobody waits for.</summary>
    /// <typeparam name="TCall">The generated call.</typeparam>
    /// <param name="reference">The reference that was called.</param>
    /// <param name="grainCall">The call.</param>
    public abstract void Send<TCall>(GrainReference reference, in TCall grainCall)
        where TCall : struct, IGrainCall<TCall>;
}
