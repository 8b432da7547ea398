using System.Buffers.Text;
using Twins.Benchmarks.Mqtt.Load;

namespace Twins.Benchmarks.Grains;

/// <summary>What a meter of the load publishes: its number of the message as a power, and when it was sent.</summary>
internal static class MeterReport
{
    /// <summary>From message to message: more than the point's deadband, so that every one of them is news.</summary>
    public const int Step = 25;

    public static int Write(LoadPayload content, Memory<byte> payload)
    {
        Span<byte> text = payload.Span;
        int length = Append(text, 0, "{\"power\":"u8);
        length = Append(text, length, (content.Sequence + 1) * Step);
        length = Append(text, length, ",\"time\":"u8);
        length = Append(text, length, Timestamp.Now(TimeProvider.System).Microseconds);
        return Append(text, length, "}"u8);
    }

    private static int Append(Span<byte> text, int length, ReadOnlySpan<byte> literal)
    {
        literal.CopyTo(text[length..]);
        return length + literal.Length;
    }

    private static int Append(Span<byte> text, int length, long number)
    {
        Utf8Formatter.TryFormat(number, text[length..], out int written);
        return length + written;
    }
}
