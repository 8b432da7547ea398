using System.Text;

namespace Twins.Adapters.Mqtt;

/// <summary>Makes bytes of a stranger fit to be shown: bounded, printable, one line.</summary>
internal static class Excerpt
{
    /// <summary>Bytes of a payload that are shown.</summary>
    public const int PayloadLength = 80;

    /// <summary>Bytes of a topic that are shown.</summary>
    public const int TopicLength = 120;

    private const char Unprintable = '·';

    /// <summary>The beginning of a text in UTF-8; what is no text, or not printable, shows as <c>·</c>.</summary>
    public static string Of(ReadOnlySpan<byte> bytes, int length)
    {
        var text = new StringBuilder();
        ReadOnlySpan<byte> rest = bytes[..Math.Min(bytes.Length, length)];
        while (!rest.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(rest, out Rune rune, out int consumed) == System.Buffers.OperationStatus.Done;
            text.Append(valid && !IsHidden(rune) ? rune.ToString() : Unprintable.ToString());
            rest = rest[consumed..];
        }

        return bytes.Length > length ? $"{text}…" : text.ToString();
    }

    // Also what changes the direction of text: a sample must not rearrange the page that shows it.
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control
        or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator
        or System.Globalization.UnicodeCategory.PrivateUse
        or System.Globalization.UnicodeCategory.OtherNotAssigned;
}
