using System.Globalization;

namespace Twins.Adapters.Mqtt;

/// <summary>What is wrong with a payload, or with a value in it.</summary>
public enum MqttFaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The payload is empty.</summary>
    Empty,

    /// <summary>The payload is no JSON (RFC 8259).</summary>
    NotJson,

    /// <summary>The payload is nested deeper than is read.</summary>
    TooDeep,

    /// <summary>An array has more rows, or a pack more records, than are read.</summary>
    TooManyRows,

    /// <summary>The payload is no SenML pack: not an array of records with fields of the right type.</summary>
    NotSenml,

    /// <summary>The pack is of a later version, or has a field that must be understood (RFC 8428, sections 4.1 and 4.4).</summary>
    UnsupportedSenml,

    /// <summary>None of the described points is in the payload.</summary>
    NothingDescribed,

    /// <summary>The payload, or a row, names a device that the connection does not have.</summary>
    UnknownDevice,

    /// <summary>A row names a part that the device does not have.</summary>
    UnknownPart,

    /// <summary>The value is of another JSON type than described.</summary>
    WrongType,

    /// <summary>The value is no number.</summary>
    NotANumber,

    /// <summary>The number is too great, or not finite.</summary>
    NotFinite,

    /// <summary>The text or code is none that the description knows.</summary>
    UnknownMember,

    /// <summary>The value is no instant of the described format.</summary>
    NotATime,

    /// <summary>The text is not well-formed UTF-8.</summary>
    NotUtf8,

    /// <summary>The text is longer than is kept.</summary>
    TooLong,

    /// <summary>The record's unit does not measure the point's quantity, or is none of SenML's.</summary>
    WrongUnit,
}

/// <summary>Something wrong in a payload: what, where, and for which point.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Position">Byte of the payload at which it shows, from 0.</param>
/// <param name="Place">The JSON pointer or SenML name at which something else was expected; empty for the payload as a whole.</param>
/// <param name="Point">Key of the point that is affected; null for the payload as a whole.</param>
public readonly record struct MqttFault(MqttFaultKind Kind, int Position, string Place, string? Point)
{
    /// <summary>What is wrong, in words: <c>not a number at byte 17, /output/voltage (voltage)</c>.</summary>
    public override string ToString()
    {
        var place = Place.Length == 0 ? "" : $", {Place}";
        var point = Point is null ? "" : $" ({Point})";
        return string.Create(CultureInfo.InvariantCulture, $"{Words(Kind)} at byte {Position}{place}{point}");
    }

    /// <summary>A kind in words.</summary>
    /// <param name="kind">The kind.</param>
    public static string Words(MqttFaultKind kind) => kind switch
    {
        MqttFaultKind.None => "nothing wrong",
        MqttFaultKind.Empty => "empty payload",
        MqttFaultKind.NotJson => "not JSON",
        MqttFaultKind.TooDeep => "nested too deep",
        MqttFaultKind.TooManyRows => "too many rows",
        MqttFaultKind.NotSenml => "not SenML",
        MqttFaultKind.UnsupportedSenml => "SenML of another version",
        MqttFaultKind.NothingDescribed => "none of the described points",
        MqttFaultKind.UnknownDevice => "unknown device",
        MqttFaultKind.UnknownPart => "unknown part",
        MqttFaultKind.WrongType => "value of another type",
        MqttFaultKind.NotANumber => "not a number",
        MqttFaultKind.NotFinite => "not a finite number",
        MqttFaultKind.UnknownMember => "unknown word or code",
        MqttFaultKind.NotATime => "not a time",
        MqttFaultKind.NotUtf8 => "not UTF-8",
        MqttFaultKind.TooLong => "text too long",
        MqttFaultKind.WrongUnit => "unit that does not fit",
        _ => kind.ToString(),
    };
}
