using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Twins.Storage.Journals;

/// <summary>Records one behind the other, each after its length: what a frame of the journal carries.</summary>
public sealed class RecordBuffer
{
    internal const int LengthSize = sizeof(int);

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    internal RecordBuffer()
    {
        _bytes.GetSpan(JournalFrame.HeaderSize);
        _bytes.Advance(JournalFrame.HeaderSize);
    }

    /// <summary>Bytes that the buffer holds ready.</summary>
    internal int Capacity => _bytes.Capacity;

    /// <summary>Bytes of the records with their lengths.</summary>
    public int Length => _bytes.WrittenCount - JournalFrame.HeaderSize;

    /// <summary>Adds a record.</summary>
    /// <param name="record">The record, or its first part.</param>
    /// <param name="tail">What follows, such as a payload that need not be copied together first.</param>
    public void Write(ReadOnlySpan<byte> record, ReadOnlySpan<byte> tail = default)
    {
        Span<byte> place = _bytes.GetSpan(LengthSize + record.Length + tail.Length);
        BinaryPrimitives.WriteInt32LittleEndian(place, record.Length + tail.Length);
        record.CopyTo(place[LengthSize..]);
        tail.CopyTo(place[(LengthSize + record.Length)..]);
        _bytes.Advance(LengthSize + record.Length + tail.Length);
    }

    /// <summary>The records as a frame of this number; the buffer keeps them until it is cleared.</summary>
    internal ReadOnlyMemory<byte> ToFrame(long sequence)
    {
        Memory<byte> frame = MemoryMarshal.AsMemory(_bytes.WrittenMemory);
        JournalFrame.WriteHeader(frame.Span, sequence);
        return frame;
    }

    internal void Append(RecordBuffer other)
    {
        ReadOnlySpan<byte> records = other._bytes.WrittenSpan[JournalFrame.HeaderSize..];
        records.CopyTo(_bytes.GetSpan(Math.Max(records.Length, 1)));
        _bytes.Advance(records.Length);
    }

    internal void Clear()
    {
        _bytes.ResetWrittenCount();
        _bytes.Advance(JournalFrame.HeaderSize);
    }
}
