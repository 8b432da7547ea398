using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Twins.Configuration.Yaml;

namespace Twins.Configuration;

/// <summary>
/// Hashes what a description says, not how it is laid out: comments, quotes, flow or block style and the order of a mapping's
/// keys do not count; the order of a list does, because it gives the points their ordinals.
/// </summary>
internal static class ContentHash
{
    /// <summary>Hexadecimal digits of a hash: 64 bits tell the versions of one installation apart.</summary>
    public const int Digits = 16;

    /// <summary>The hash of a document.</summary>
    public static string Of(Node root)
    {
        var text = new StringBuilder();
        Append(root, text);
        return Of(text.ToString());
    }

    /// <summary>The hash of a device's definition: its type, its description and its counts.</summary>
    public static string Combine(string typeHash, string deviceHash, IReadOnlyDictionary<string, int> counts)
    {
        var parts = counts.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}"));
        return Of($"{typeHash};{deviceHash};{string.Join(',', parts)}");
    }

    private static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];

    // Lengths before texts keep two different documents from writing the same line.
    private static void Append(Node node, StringBuilder text)
    {
        switch (node)
        {
            case ScalarNode scalar:
                text.Append(CultureInfo.InvariantCulture, $"{scalar.Text.Length}:{scalar.Text}");
                break;
            case SequenceNode sequence:
                text.Append('[');
                foreach (var item in sequence.Items)
                {
                    Append(item, text);
                }

                text.Append(']');
                break;
            case MappingNode mapping:
                text.Append('{');
                foreach (var entry in mapping.Entries.OrderBy(entry => entry.Key.Text, StringComparer.Ordinal))
                {
                    Append(entry.Key, text);
                    Append(entry.Value, text);
                }

                text.Append('}');
                break;
            default:
                throw new InvalidOperationException($"No such node: {node.GetType().Name}.");
        }
    }
}
