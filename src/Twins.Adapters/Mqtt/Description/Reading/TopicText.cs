using System.Text;
using Twins.Text;

namespace Twins.Adapters.Mqtt;

/// <summary>What must hold of a topic name (MQTT 5.0, section 4.7).</summary>
internal static class TopicText
{
    /// <summary>Bytes of a UTF-8 string on the wire (section 1.5.4).</summary>
    private const int MaxBytes = 65_535;

    /// <summary>What is wrong with a topic; null when nothing is.</summary>
    public static Complaint? Complain(string topic) => topic switch
    {
        "" => new("a topic is at least one character", "write the topic on which the device publishes"),
        _ when topic.AsSpan().IndexOfAny('+', '#') is >= 0 and var at => new(
            $"'{topic}' has the wildcard '{topic[at]}', but a topic names one place", "write the level out, or {device} where the device's name stands"),
        _ when topic.Contains('\0', StringComparison.Ordinal) => new("a topic has the character U+0000", "leave it out"),
        _ when topic[0] == '$' => new($"'{topic}' begins with '$', which is the broker's own", "begin with another character"),
        _ when Encoding.UTF8.GetByteCount(topic) > MaxBytes => new($"a topic is longer than {MaxBytes} bytes", "shorten it"),
        _ => null,
    };
}
