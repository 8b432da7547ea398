namespace Twins.Runtime.CodeGeneration;

/// <summary>One call as a value: generated for each method, so that a call that runs at once needs no object.</summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
public interface IGrainCall<TSelf>
    where TSelf : struct, IGrainCall<TSelf>
{
    /// <summary>The called method.</summary>
    static abstract GrainMethod Method { get; }

    /// <summary>How many arguments the call has.</summary>
    int ArgumentCount { get; }

    /// <summary>The token among the arguments; none where the method takes none.</summary>
    CancellationToken CancellationToken { get; }

    /// <summary>One argument.</summary>
    /// <param name="index">From 0.</param>
    object? GetArgument(int index);

    /// <summary>Calls the method.</summary>
    /// <param name="target">The grain or observer object.</param>
    Task Invoke(object target);

    /// <summary>The same call with every argument rebuilt from what its type says of itself.</summary>
    /// <param name="rebuilder">Rebuilds one value.</param>
    TSelf Rebuild(IMessageRebuilder rebuilder);
}
