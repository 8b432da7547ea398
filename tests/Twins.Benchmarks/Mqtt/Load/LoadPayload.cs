using System.Buffers.Binary;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>What each payload begins with: who sent it, its number with that sender, and when.</summary>
internal readonly record struct LoadPayload(int Publisher, int Sequence, long Timestamp)
{
    public const int Length = sizeof(int) + sizeof(int) + sizeof(long);

    public void Write(Span<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(payload, Publisher);
        BinaryPrimitives.WriteInt32LittleEndian(payload[sizeof(int)..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(payload[(2 * sizeof(int))..], Timestamp);
    }

    public static LoadPayload Read(ReadOnlySpan<byte> payload) => new(
        BinaryPrimitives.ReadInt32LittleEndian(payload),
        BinaryPrimitives.ReadInt32LittleEndian(payload[sizeof(int)..]),
        BinaryPrimitives.ReadInt64LittleEndian(payload[(2 * sizeof(int))..]));
}
