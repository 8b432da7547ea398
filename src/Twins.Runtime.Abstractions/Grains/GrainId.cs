namespace Twins.Runtime;

/// <summary>The identity of one grain: its kind and its key. Written as <c>kind/key</c>.</summary>
public readonly record struct GrainId
{
    /// <summary>The identity of that kind and key.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="key">The key.</param>
    public GrainId(GrainType type, IdSpan key)
    {
        Type = type;
        Key = key;
    }

    /// <summary>The kind.</summary>
    public GrainType Type { get; }

    /// <summary>The key.</summary>
    public IdSpan Key { get; }

    /// <summary>The identity of that kind and key.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="key">The key.</param>
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    /// <inheritdoc/>
    public override string ToString() => $"{Type}/{Key}";
}
