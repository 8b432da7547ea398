namespace Twins.Protocols.Mqtt.Broker.Diagnostics;

/// <summary>What went over one connection, or over all of them together.</summary>
internal readonly record struct Traffic(long BytesReceived, long BytesSent, long PacketsReceived, long MessagesReceived, long MessagesSent)
{
    public static Traffic operator +(Traffic left, Traffic right) => new(
        left.BytesReceived + right.BytesReceived,
        left.BytesSent + right.BytesSent,
        left.PacketsReceived + right.PacketsReceived,
        left.MessagesReceived + right.MessagesReceived,
        left.MessagesSent + right.MessagesSent);
}
