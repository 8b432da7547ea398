namespace Twins.Runtime;

/// <summary>The kind of a grain: the name of its class in identities and in storage.</summary>
public readonly record struct GrainType
{
    private readonly string? value;

    private GrainType(string value) => this.value = value;

    /// <summary>A kind of that name.</summary>
    /// <param name="value">The name.</param>
    public static GrainType Create(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => value ?? "";
}
