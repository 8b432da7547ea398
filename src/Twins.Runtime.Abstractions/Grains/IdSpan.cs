namespace Twins.Runtime;

/// <summary>The key part of a grain's identity.</summary>
public readonly record struct IdSpan
{
    private readonly string? _value;

    private IdSpan(string value) => _value = value;

    /// <summary>A key of that text.</summary>
    /// <param name="id">The text.</param>
    public static IdSpan Create(string id) => new(id);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}
