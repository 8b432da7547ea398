namespace Twins.Adapters.Modbus.Wire;

/// <summary>How a unit answers a request.</summary>
public readonly record struct ModbusReply
{
    private ModbusReply(ReplyKind kind, ModbusExceptionCode refusal = default, ReadOnlyMemory<byte> raw = default)
    {
        Kind = kind;
        Refusal = refusal;
        RawBytes = raw;
    }

    /// <summary>Carried out: the regular response, with what was read.</summary>
    public static ModbusReply Done => default;

    /// <summary>No answer at all: a silent device.</summary>
    public static ModbusReply None { get; } = new(ReplyKind.None);

    /// <summary>The connection is closed instead of an answer: a device that restarts.</summary>
    public static ModbusReply Disconnect { get; } = new(ReplyKind.Disconnect);

    internal ReplyKind Kind { get; }

    internal ModbusExceptionCode Refusal { get; }

    internal ReadOnlyMemory<byte> RawBytes { get; }

    /// <summary>An exception response.</summary>
    /// <param name="code">Why the request is refused.</param>
    public static ModbusReply Refused(ModbusExceptionCode code) => new(ReplyKind.Refused, code);

    /// <summary>These bytes in place of a frame: a device that sends garbage.</summary>
    /// <param name="bytes">Sent as they are; they must not change until they are sent.</param>
    public static ModbusReply Raw(ReadOnlyMemory<byte> bytes) => new(ReplyKind.Raw, raw: bytes);
}

/// <summary>The forms of a <see cref="ModbusReply"/>.</summary>
internal enum ReplyKind
{
    Done,
    Refused,
    None,
    Raw,
    Disconnect,
}
