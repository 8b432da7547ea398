using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>What CONNECT asked for and the broker grants, and what CONNACK says of it (5.0, section 3.2.2.3).</summary>
internal sealed record Agreement
{
    /// <summary>0xFFFFFFFF: the session never ends (5.0, section 3.1.2.11.2).</summary>
    private const uint Forever = uint.MaxValue;

    public required ClientTerms Terms { get; init; }

    public required MqttBrokerOptions Options { get; init; }

    /// <summary>How long the session outlives the connection.</summary>
    public required TimeSpan SessionExpiry { get; init; }

    /// <summary>How many messages may be sent to the client before it acknowledged the first.</summary>
    public required int Quota { get; init; }

    /// <summary>How many topic aliases are used towards the client.</summary>
    public required ushort AliasesTowardsClient { get; init; }

    /// <summary>The keep-alive that holds instead of the client's; null when that one holds.</summary>
    public required ushort? ServerKeepAlive { get; init; }

    /// <summary>Whether the client asked for another session expiry than it gets.</summary>
    public required bool ShortensSession { get; init; }

    public static Agreement Of(ConnectPacket packet, MqttBrokerOptions options)
    {
        var serverKeepAlive = ServerKeepAliveFor(packet, options);
        var maximumPacketSize = (int)Math.Min(packet.MaximumPacketSize ?? uint.MaxValue, MqttLimits.MaxPacketSize);
        var wanted = packet.Version == MqttProtocolVersion.V500
            ? packet.SessionExpirySeconds ?? 0
            : packet.CleanStart ? 0 : Forever;
        var mostSeconds = (uint)Math.Min(options.MaxSessionExpiry.TotalSeconds, Forever - 1);
        return new Agreement
        {
            Terms = new ClientTerms(
                packet.Version, maximumPacketSize, ClientTerms.PatienceFor(serverKeepAlive ?? packet.KeepAliveSeconds)),
            Options = options,
            SessionExpiry = TimeSpan.FromSeconds(Math.Min(wanted, mostSeconds)),
            Quota = Math.Min(packet.ReceiveMaximum ?? ushort.MaxValue, options.MaxInFlight),
            AliasesTowardsClient = (ushort)Math.Min(packet.TopicAliasMaximum, options.MaxTopicAliasesPerClient),
            ServerKeepAlive = serverKeepAlive,
            ShortensSession = wanted > mostSeconds,
        };
    }

    public ConnAckPacket ToConnAck(bool isPresent, string? assignedClientId) => new()
    {
        SessionPresent = isPresent,
        SessionExpirySeconds = ShortensSession ? (uint)SessionExpiry.TotalSeconds : null,
        ReceiveMaximum = (ushort)Options.ReceiveMaximum,
        MaximumPacketSize = (uint)Options.MaxPacketSize,
        AssignedClientIdentifier = assignedClientId,
        TopicAliasMaximum = (ushort)Options.TopicAliasMaximum,
        ServerKeepAliveSeconds = ServerKeepAlive,
    };

    // 3.1.1 has no way to tell the client, so there its own value holds.
    private static ushort? ServerKeepAliveFor(ConnectPacket packet, MqttBrokerOptions options)
    {
        var most = (int)options.MaxKeepAlive.TotalSeconds;
        var wantsMore = packet.KeepAliveSeconds == 0 ? most < ushort.MaxValue : packet.KeepAliveSeconds > most;
        return packet.Version == MqttProtocolVersion.V500 && wantsMore ? (ushort)most : null;
    }
}
