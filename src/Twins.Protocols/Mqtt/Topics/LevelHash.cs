using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Twins.Protocols.Mqtt.Topics;

/// <summary>
/// Hashes the level of a topic, eight bytes at a time, by multiplying to 128 bits and folding. The seed is drawn for each process,
/// so that nobody who chooses topics can choose them to collide.
/// </summary>
internal static class LevelHash
{
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private static readonly ulong Factor = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    public static uint Of(ReadOnlySpan<byte> level)
    {
        var hash = Seed ^ (ulong)level.Length;
        while (level.Length > sizeof(ulong))
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(level), Factor);
            level = level[sizeof(ulong)..];
        }

        hash = Fold(hash ^ ReadLast(level), Factor);
        return (uint)(hash ^ (hash >> 32));
    }

    private static ulong ReadLast(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }

        if (bytes.Length >= sizeof(uint))
        {
            ulong low = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            return low | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) << 32);
        }

        return bytes.IsEmpty ? 0 : bytes[0] | ((ulong)bytes[bytes.Length / 2] << 8) | ((ulong)bytes[^1] << 16);
    }

    private static ulong Fold(ulong value, ulong factor)
    {
        var high = Math.BigMul(value, factor, out var low);
        return high ^ low;
    }
}
