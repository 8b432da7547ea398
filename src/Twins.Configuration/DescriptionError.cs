namespace Twins.Configuration;

/// <summary>One error in a description file: where, what, and how to fix it.</summary>
/// <param name="File">Path of the file as it was given to the loader.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong, naming the value.</param>
/// <param name="Fix">What to write instead.</param>
public sealed record DescriptionError(string File, int Line, int Column, string Message, string Fix)
{
    /// <summary><c>file:line:column: message — fix</c>, as editors and terminals link it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message} — {Fix}";
}
