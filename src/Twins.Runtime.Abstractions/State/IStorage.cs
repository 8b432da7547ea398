namespace Twins.Runtime;

/// <summary>How a grain reads, writes and clears what is stored of it.</summary>
public interface IStorage
{
    /// <summary>The version that was read or written last; null where nothing is stored.</summary>
    string? Etag { get; }

    /// <summary>Whether anything is stored.</summary>
    bool RecordExists { get; }

    /// <summary>Reads what is stored; where nothing is, the state becomes a new object.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    /// <param name="cancellationToken">Gives the reading up.</param>
    Task ReadStateAsync(CancellationToken cancellationToken);

    /// <summary>Stores the state, durably once the task is complete.</summary>
    /// <exception cref="InconsistentStateException">Something else wrote since the last reading; nothing was stored.</exception>
    Task WriteStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    /// <param name="cancellationToken">Gives the writing up.</param>
    Task WriteStateAsync(CancellationToken cancellationToken);

    /// <summary>Removes what is stored; the state becomes a new object.</summary>
    /// <exception cref="InconsistentStateException">Something else wrote since the last reading; nothing was removed.</exception>
    Task ClearStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    /// <param name="cancellationToken">Gives the removing up.</param>
    Task ClearStateAsync(CancellationToken cancellationToken);
}

/// <summary>Storage with the value that it reads into and writes from.</summary>
/// <typeparam name="TState">The value's type; it has a parameterless constructor.</typeparam>
public interface IStorage<TState> : IStorage
{
    /// <summary>The value in memory; written only by <see cref="IStorage.WriteStateAsync()"/>.</summary>
    TState State { get; set; }
}
