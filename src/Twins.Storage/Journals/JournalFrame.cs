using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Twins.Storage.Journals;

/// <summary>
/// What one commit adds to a journal, written and believed as a whole: a mark, the length of the body, the number of the frame, a
/// CRC-32C over both and the body, and then the records. All numbers are little-endian.
/// </summary>
internal readonly ref struct JournalFrame
{
    public const int HeaderSize = 20;

    private const uint Mark = 0x314A_5754; // "TWJ1"
    private const int LengthAt = 4;
    private const int SequenceAt = 8;
    private const int ChecksumAt = 16;

    private JournalFrame(long sequence, ReadOnlySpan<byte> body)
    {
        Sequence = sequence;
        Body = body;
    }

    /// <summary>Counts the frames of a journal from 1, across its blobs.</summary>
    public long Sequence { get; }

    /// <summary>The records, each after its length.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Bytes of the frame.</summary>
    public int Length => HeaderSize + Body.Length;

    /// <summary>Completes a frame whose body stands behind the place of its header.</summary>
    public static void WriteHeader(Span<byte> frame, long sequence)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(frame[LengthAt..], frame.Length - HeaderSize);
        BinaryPrimitives.WriteInt64LittleEndian(frame[SequenceAt..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[ChecksumAt..], ChecksumOf(frame));
    }

    /// <summary>Reads the frame at the beginning of what is left of a blob; false when there is none that is whole.</summary>
    public static bool TryRead(ReadOnlySpan<byte> rest, out JournalFrame frame)
    {
        frame = default;
        if (rest.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(rest) != Mark)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(rest[LengthAt..]);
        if (length < 0 || length > rest.Length - HeaderSize)
        {
            return false;
        }

        ReadOnlySpan<byte> whole = rest[..(HeaderSize + length)];
        if (BinaryPrimitives.ReadUInt32LittleEndian(whole[ChecksumAt..]) != ChecksumOf(whole))
        {
            return false;
        }

        frame = new JournalFrame(BinaryPrimitives.ReadInt64LittleEndian(whole[SequenceAt..]), whole[HeaderSize..]);
        return true;
    }

    /// <summary>Where the next whole frame begins behind one that is not; -1 when there is none.</summary>
    public static int FindNext(ReadOnlySpan<byte> bytes)
    {
        Span<byte> mark = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, Mark);
        for (int at = 1; at < bytes.Length; at++)
        {
            int found = bytes[at..].IndexOf(mark);
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (TryRead(bytes[at..], out _))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Takes the first record off a body.</summary>
    public static ReadOnlySpan<byte> TakeRecord(ref ReadOnlySpan<byte> body)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(body);
        ReadOnlySpan<byte> record = body.Slice(RecordBuffer.LengthSize, length);
        body = body[(RecordBuffer.LengthSize + length)..];
        return record;
    }

    // Everything but the mark and the checksum itself: a length or a number that was damaged is found out too.
    private static uint ChecksumOf(ReadOnlySpan<byte> frame) => Add(Add(uint.MaxValue, frame[LengthAt..ChecksumAt]), frame[HeaderSize..]) ^ uint.MaxValue;

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (byte single in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, single);
        }

        return crc;
    }
}
