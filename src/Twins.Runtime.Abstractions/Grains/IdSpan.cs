namespace Twins.Runtime;

/// <summary>The key part of a grain's identity.</summary>
public readonly record struct IdSpan
{
    private readonly string? value;

    private IdSpan(string value) => this.value = value;

    /// <summary>A key of that text.</summary>
    /// <param name="id">The text.</param>
    public static IdSpan Create(string id) => new(id);

    /// <inheritdoc/>
    public override string ToString() => value ?? "";
}
