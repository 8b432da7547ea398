namespace Twins.Runtime;

/// <summary>The identity of a stream within a provider: a namespace (what kind of events) and a key (of whom).</summary>
public readonly record struct StreamId
{
    private readonly string? _streamNamespace;
    private readonly string? _key;

    private StreamId(string? streamNamespace, string key)
    {
        _streamNamespace = streamNamespace;
        _key = key;
    }

    /// <summary>The stream of that namespace and key.</summary>
    /// <param name="ns">The namespace; null for none.</param>
    /// <param name="key">The key; not empty.</param>
    public static StreamId Create(string? ns, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new StreamId(ns, key);
    }

    /// <summary>The namespace; null for none.</summary>
    public string? GetNamespace() => _streamNamespace;

    /// <summary>The key.</summary>
    public string GetKeyAsString() => _key ?? "";

    /// <inheritdoc/>
    public override string ToString() => $"{_streamNamespace}/{_key}";
}
