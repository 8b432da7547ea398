namespace Twins.Runtime;

/// <summary>The kind of a grain: the name of its class in identities and in storage.</summary>
public readonly record struct GrainType
{
    private readonly string? _value;

    private GrainType(string value) => _value = value;

    /// <summary>A kind of that name.</summary>
    /// <param name="value">The name.</param>
    public static GrainType Create(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}
