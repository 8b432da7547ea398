namespace Twins.Runtime;

/// <summary>The identity of one grain: its kind and its key. Written as <c>kind/key</c>.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Key">The key.</param>
public readonly record struct GrainId(GrainType Type, IdSpan Key)
{
    /// <summary>The identity of that kind and key.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="key">The key.</param>
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    /// <inheritdoc/>
    public override string ToString() => $"{Type}/{Key}";
}
