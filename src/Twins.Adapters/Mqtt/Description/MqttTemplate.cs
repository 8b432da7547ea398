using System.Collections.Immutable;
using System.Globalization;
using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>A text with placeholders, such as <c>flexiverter/{device}/telemetry</c>.</summary>
public sealed class MqttTemplate : IEquatable<MqttTemplate>
{
    private MqttTemplate(string text, ImmutableArray<MqttTemplatePart> parts)
    {
        Text = text;
        Parts = parts;
    }

    /// <summary>The text as written.</summary>
    public string Text { get; }

    /// <summary>Literals and placeholders, in order.</summary>
    public ImmutableArray<MqttTemplatePart> Parts { get; }

    /// <summary>
    /// Takes a text apart. A placeholder is a word in braces; a brace before anything else stands for itself, so that JSON needs no escape.
    /// A word that names no placeholder stays a literal: the loader reports it.
    /// </summary>
    /// <param name="text">The text.</param>
    public static MqttTemplate Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<MqttTemplatePart>();
        var literal = 0;
        foreach (var (start, end, word) in FindWords(text))
        {
            if (!TryGetPlaceholder(word, out var placeholder))
            {
                continue;
            }

            if (start > literal)
            {
                parts.Add(new MqttTemplatePart(text[literal..start], null));
            }

            parts.Add(new MqttTemplatePart(text[start..end], placeholder));
            literal = end;
        }

        if (literal < text.Length)
        {
            parts.Add(new MqttTemplatePart(text[literal..], null));
        }

        return new MqttTemplate(text, parts.ToImmutable());
    }

    /// <summary>Whether the text has a placeholder.</summary>
    /// <param name="placeholder">The placeholder.</param>
    public bool Has(MqttPlaceholder placeholder) => Parts.Any(part => part.Placeholder == placeholder);

    /// <summary>The text with its placeholders filled.</summary>
    /// <param name="fill">What a placeholder stands for; null leaves it as it is.</param>
    public string Resolve(Func<MqttPlaceholder, string?> fill) =>
        string.Concat(Parts.Select(part => (part.Placeholder is { } placeholder ? fill(placeholder) : null) ?? part.Text));

    /// <inheritdoc/>
    public bool Equals(MqttTemplate? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MqttTemplate);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Every word in braces, with its place.</summary>
    internal static IEnumerable<(int Start, int End, string Word)> FindWords(string text)
    {
        for (var start = text.IndexOf('{', StringComparison.Ordinal); start >= 0; start = text.IndexOf('{', start + 1))
        {
            var end = start + 1;
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
            {
                end++;
            }

            if (end > start + 1 && end < text.Length && text[end] == '}')
            {
                yield return (start, end + 1, text[(start + 1)..end]);
            }
        }
    }

    /// <summary>The name of a placeholder, as it stands in braces.</summary>
    internal static string Spell(MqttPlaceholder placeholder) => placeholder.ToString().ToLowerInvariant();

    /// <summary>The placeholder of a name.</summary>
    internal static bool TryGetPlaceholder(string word, out MqttPlaceholder placeholder)
    {
        foreach (var known in Enum.GetValues<MqttPlaceholder>())
        {
            if (Spell(known) == word)
            {
                placeholder = known;
                return true;
            }
        }

        placeholder = default;
        return false;
    }
}

/// <summary>A piece of a template.</summary>
/// <param name="Text">The piece as written.</param>
/// <param name="Placeholder">What it stands for; null for a literal.</param>
public readonly record struct MqttTemplatePart(string Text, MqttPlaceholder? Placeholder);

/// <summary>What a placeholder in a topic, a name or a payload stands for.</summary>
public enum MqttPlaceholder
{
    /// <summary><c>{site}</c>: key of the site.</summary>
    Site,

    /// <summary><c>{device}</c>: the device's name on the broker, its key unless the site file says otherwise.</summary>
    Device,

    /// <summary><c>{index}</c>: the device's number of a repeated part.</summary>
    Index,

    /// <summary><c>{value}</c>: the value that is commanded, as the device writes it.</summary>
    Value,

    /// <summary><c>{command}</c>: the command's id, a UUID.</summary>
    Command,

    /// <summary><c>{time}</c>: when the command was sent, RFC 3339 in UTC.</summary>
    Time,
}

/// <summary>A point of a device at its own part, and what the placeholders stand for there.</summary>
/// <param name="Key">Key in the point table.</param>
/// <param name="Ordinal">Ordinal in the point table.</param>
/// <param name="Fill">What a placeholder stands for; null for those of commands.</param>
internal sealed record PointAddress(string Key, int Ordinal, Func<MqttPlaceholder, string?> Fill)
{
    /// <summary>The addresses of a described point: one, or one for each part of its group.</summary>
    public static IEnumerable<PointAddress> Of(TwinDefinition device, string key, int firstIndex)
    {
        var (group, name) = PointKeys.Split(key);
        var parts = group is null ? 1 : device.Entry.Counts.GetValueOrDefault(group);
        for (var part = 0; part < parts; part++)
        {
            var own = group is null ? name : PointKeys.OfPart(group, part + 1, name);
            if (!device.Points.TryGetOrdinal(own, out var ordinal))
            {
                throw new ArgumentException($"'{device.Key}' has no point '{own}'.", nameof(device));
            }

            yield return new PointAddress(own, ordinal, Filler(device, group is null ? null : firstIndex + part));
        }
    }

    /// <summary>What the placeholders stand for in a device's topics and names.</summary>
    /// <param name="device">The device.</param>
    /// <param name="index">The device's number of a part; null outside groups.</param>
    public static Func<MqttPlaceholder, string?> Filler(TwinDefinition device, int? index) => placeholder => placeholder switch
    {
        MqttPlaceholder.Site => device.Key.Site,
        MqttPlaceholder.Device => MqttAddress.NameOf(device.Entry),
        MqttPlaceholder.Index => index?.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
