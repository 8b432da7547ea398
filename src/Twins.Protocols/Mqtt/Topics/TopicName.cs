using System.Text.Unicode;

namespace Twins.Protocols.Mqtt.Topics;

/// <summary>The rules of topic names, what messages are published to (5.0, section 4.7).</summary>
public static class TopicName
{
    /// <summary>Bytes of the longest topic name or filter [MQTT-4.7.3-3].</summary>
    public const int MaxLength = 65_535;

    /// <summary>Says what is wrong with a topic name, as a clause: <c>is empty</c>; <see langword="null"/> when nothing is.</summary>
    /// <param name="topic">The topic name as UTF-8.</param>
    public static string? FaultOf(ReadOnlySpan<byte> topic)
    {
        if (TextFaultOf(topic) is { } fault)
        {
            return fault;
        }

        return HasWildcard(topic) ? "holds a wildcard (+ or #), which only filters may" : null;
    }

    /// <summary>Whether a text holds <c>+</c> or <c>#</c>.</summary>
    internal static bool HasWildcard(ReadOnlySpan<byte> topic) => topic.ContainsAny((byte)'+', (byte)'#');

    /// <summary>What is wrong with a topic name or filter as a text.</summary>
    internal static string? TextFaultOf(ReadOnlySpan<byte> topic)
    {
        if (topic.IsEmpty)
        {
            return "is empty";
        }

        if (topic.Length > MaxLength)
        {
            return FormattableString.Invariant($"has {topic.Length} bytes, and {MaxLength} are the limit");
        }

        if (!Utf8.IsValid(topic))
        {
            return "is not well-formed UTF-8";
        }

        return topic.Contains((byte)0) ? "holds U+0000" : null;
    }
}
