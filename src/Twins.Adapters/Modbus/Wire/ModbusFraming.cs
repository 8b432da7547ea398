using System.Buffers;
using System.Buffers.Binary;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>What <see cref="ModbusFraming.Take"/> found.</summary>
internal enum FrameStatus
{
    /// <summary>The frame is not complete yet; nothing was taken.</summary>
    Incomplete,

    /// <summary>One frame was taken.</summary>
    Complete,

    /// <summary>The protocol identifier is not 0: the stream is not Modbus and has to be closed.</summary>
    WrongProtocol,

    /// <summary>The length field is out of bounds: the next frame cannot be found and the stream has to be closed.</summary>
    WrongLength,
}

/// <summary>
/// The MBAP header of Modbus over TCP: transaction, protocol (0), length of what follows it, unit, each but the unit 16 bits,
/// most significant byte first (Modbus Messaging on TCP/IP Implementation Guide V1.0b, section 3.1.3).
/// </summary>
internal static class ModbusFraming
{
    /// <summary>Bytes before the protocol data unit.</summary>
    public const int HeaderLength = 7;

    /// <summary>Bytes up to and with the length field, which does not count them.</summary>
    private const int LengthPrefix = 6;

    /// <summary>The unit identifier and a function code at least.</summary>
    private const int MinLength = 2;

    private const int MaxLength = ModbusLimits.MaxFrameLength - LengthPrefix;

    /// <summary>Copies the next frame into <paramref name="frame"/> (260 bytes) and cuts it off <paramref name="buffer"/>.</summary>
    public static FrameStatus Take(ref ReadOnlySequence<byte> buffer, Span<byte> frame, out int frameLength)
    {
        frameLength = 0;
        if (buffer.Length < LengthPrefix)
        {
            return FrameStatus.Incomplete;
        }

        buffer.Slice(0, LengthPrefix).CopyTo(frame);
        if (BinaryPrimitives.ReadUInt16BigEndian(frame[2..]) != 0)
        {
            return FrameStatus.WrongProtocol;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(frame[4..]);
        if (length is < MinLength or > MaxLength)
        {
            return FrameStatus.WrongLength;
        }

        if (buffer.Length < LengthPrefix + length)
        {
            return FrameStatus.Incomplete;
        }

        frameLength = LengthPrefix + length;
        buffer.Slice(LengthPrefix, length).CopyTo(frame[LengthPrefix..]);
        buffer = buffer.Slice(frameLength);
        return FrameStatus.Complete;
    }

    /// <summary>Where a header begins that belongs to one of the given requests, after bytes that belong to none; −1 when there is none.</summary>
    public static long FindHeader(in ReadOnlySequence<byte> buffer, Predicate<ushort> isAwaited)
    {
        Span<byte> header = stackalloc byte[LengthPrefix];
        for (long offset = 1; offset + LengthPrefix <= buffer.Length; offset++)
        {
            buffer.Slice(offset, LengthPrefix).CopyTo(header);
            if (BinaryPrimitives.ReadUInt16BigEndian(header[2..]) == 0
                && BinaryPrimitives.ReadUInt16BigEndian(header[4..]) is >= MinLength and <= MaxLength
                && isAwaited(BinaryPrimitives.ReadUInt16BigEndian(header)))
            {
                return offset;
            }
        }

        return -1;
    }

    /// <summary>Says what is wrong with the header in <paramref name="frame"/>, as a clause for an error.</summary>
    public static string Describe(FrameStatus status, ReadOnlySpan<byte> frame) => status == FrameStatus.WrongProtocol
        ? FormattableString.Invariant($"the protocol identifier is {BinaryPrimitives.ReadUInt16BigEndian(frame[2..])} instead of 0")
        : FormattableString.Invariant(
            $"the length field is {BinaryPrimitives.ReadUInt16BigEndian(frame[4..])}, outside {MinLength} to {MaxLength}");

    /// <summary>Writes the header of a frame whose protocol data unit is <paramref name="pduLength"/> bytes long.</summary>
    public static void WriteHeader(Span<byte> frame, ushort transactionId, byte unitId, int pduLength)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame, transactionId);
        BinaryPrimitives.WriteUInt16BigEndian(frame[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(frame[4..], (ushort)(pduLength + 1));
        frame[LengthPrefix] = unitId;
    }

    /// <summary>Reads the transaction identifier.</summary>
    public static ushort TransactionId(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame);

    /// <summary>Puts another transaction identifier into a finished frame.</summary>
    public static void SetTransactionId(Span<byte> frame, ushort transactionId) =>
        BinaryPrimitives.WriteUInt16BigEndian(frame, transactionId);

    /// <summary>Reads the unit identifier.</summary>
    public static byte UnitId(ReadOnlySpan<byte> frame) => frame[LengthPrefix];

    /// <summary>The protocol data unit: function code and data.</summary>
    public static ReadOnlySpan<byte> Pdu(ReadOnlySpan<byte> frame) => frame[HeaderLength..];
}
