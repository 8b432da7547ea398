using System.Collections.Immutable;
using Twins.Text;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// A JSON pointer (RFC 6901), such as <c>/output/voltage</c> or <c>/modules/0/voltage</c>: where a value lies in a document.
/// The empty text points to the whole document.
/// </summary>
public sealed class JsonPointer : IEquatable<JsonPointer>
{
    /// <summary>Reference tokens that a pointer may have: devices nest a few levels, and decoding is bounded by it.</summary>
    public const int MaxTokens = 16;

    private JsonPointer(string text, ImmutableArray<string> tokens)
    {
        Text = text;
        Tokens = tokens;
    }

    /// <summary>The pointer as written.</summary>
    public string Text { get; }

    /// <summary>Its reference tokens, unescaped: names of members, or indices of elements (from 0).</summary>
    public ImmutableArray<string> Tokens { get; }

    /// <summary>Reads a pointer.</summary>
    /// <param name="text">The text: empty, or each token after a <c>/</c>, with <c>~0</c> for <c>~</c> and <c>~1</c> for <c>/</c>.</param>
    /// <exception cref="FormatException">The text is no pointer; the message names the fix.</exception>
    public static JsonPointer Parse(string text) =>
        TryParse(text, out var pointer) is { } complaint ? throw new FormatException(complaint.ToString()) : pointer;

    /// <summary>The pointer that continues this one.</summary>
    /// <param name="tail">Where the value lies below the place of this pointer.</param>
    public JsonPointer Append(JsonPointer tail) => new(Text + tail.Text, Tokens.AddRange(tail.Tokens));

    /// <inheritdoc/>
    public bool Equals(JsonPointer? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonPointer);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Reads like <see cref="Parse"/>; returns the complaint, or null when the text was read.</summary>
    internal static Complaint? TryParse(string text, out JsonPointer pointer)
    {
        pointer = new JsonPointer(text, []);
        if (text.Length == 0)
        {
            return null;
        }

        if (text[0] != '/')
        {
            return new($"the JSON pointer '{text}' does not begin with '/'", $"write '/{text.Replace('.', '/')}'");
        }

        var tokens = text.Split('/')[1..];
        if (tokens.Length > MaxTokens)
        {
            return new($"the JSON pointer '{text}' has {tokens.Length} levels, more than {MaxTokens}", "point less deep");
        }

        if (Array.Find(tokens, token => !IsEscapedWell(token)) is { } bad)
        {
            return new($"the JSON pointer '{text}' has '~' without '0' or '1' in '{bad}'", "write '~0' for '~' and '~1' for '/'");
        }

        pointer = new JsonPointer(text, [.. tokens.Select(Unescape)]);
        return null;
    }

    // RFC 6901, section 4: first ~1, then ~0, so that ~01 becomes ~1.
    private static string Unescape(string token) =>
        token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static bool IsEscapedWell(string token)
    {
        for (var i = token.IndexOf('~', StringComparison.Ordinal); i >= 0; i = token.IndexOf('~', i + 1))
        {
            if (i + 1 == token.Length || token[i + 1] is not ('0' or '1'))
            {
                return false;
            }
        }

        return true;
    }
}
