using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>CONNECT, a client's first packet (5.0, section 3.1). What only 5.0 knows has its default on 3.1.1.</summary>
internal sealed record ConnectPacket
{
    public required MqttProtocolVersion Version { get; init; }

    /// <summary>The client's name; empty when the broker shall choose one.</summary>
    public required string ClientIdentifier { get; init; }

    /// <summary>Whether the session begins anew; 3.1.1's Clean Session also ends it with the connection.</summary>
    public bool CleanStart { get; init; }

    /// <summary>The longest silence in seconds; 0: any.</summary>
    public ushort KeepAliveSeconds { get; init; }

    public MqttWill? Will { get; init; }

    public string? UserName { get; init; }

    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>
    /// How long the session lives on without a connection, in seconds; 0xFFFFFFFF: for ever; <see langword="null"/>: not at all.
    /// </summary>
    public uint? SessionExpirySeconds { get; init; }

    /// <summary>How many messages at QoS 1 and 2 the client takes without having acknowledged them; <see langword="null"/>: 65,535.</summary>
    public ushort? ReceiveMaximum { get; init; }

    /// <summary>The longest packet the client takes; <see langword="null"/>: any.</summary>
    public uint? MaximumPacketSize { get; init; }

    /// <summary>The greatest topic alias the client takes; 0: none.</summary>
    public ushort TopicAliasMaximum { get; init; }

    /// <summary>Whether the broker may tell where answers can be awaited.</summary>
    public bool RequestResponseInformation { get; init; }

    /// <summary>Whether reason strings and user properties may accompany failures.</summary>
    public bool RequestProblemInformation { get; init; } = true;

    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>The method of enhanced authentication; <see langword="null"/>: none.</summary>
    public string? AuthenticationMethod { get; init; }

    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }

    /// <summary>
    /// The version that a CONNECT names, before anything else of it is checked; <see langword="null"/> when that is none that is
    /// spoken here. Tells in which form to refuse it.
    /// </summary>
    public static MqttProtocolVersion? PeekVersion(ReadOnlySpan<byte> body) => ConnectReader.PeekVersion(body);

    /// <summary>Reads the packet, and takes its version from it.</summary>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public static ConnectPacket Read(FixedHeader header, ReadOnlySpan<byte> body) => ConnectReader.Read(header, body);

    /// <summary>Writes the packet in its <see cref="Version"/>.</summary>
    /// <exception cref="ArgumentException">A value cannot be told in MQTT.</exception>
    public void Write(MqttWriter writer) => ConnectWriter.Write(writer, this);
}
