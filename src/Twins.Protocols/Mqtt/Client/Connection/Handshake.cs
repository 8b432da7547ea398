using Twins.Protocols.Mqtt.Client.Transport;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>CONNECT and its answer (5.0, sections 3.1 and 3.2).</summary>
internal sealed class Handshake(MqttClientOptions options, string endpoint)
{
    /// <summary>Beyond it a session is kept without end (5.0, section 3.1.2.11.2).</summary>
    private const uint WithoutEnd = uint.MaxValue;

    /// <summary>Introduces the client, and reads the server's answer.</summary>
    /// <param name="transport">The way to the server.</param>
    /// <param name="received">What is received; may hold more than the answer afterwards.</param>
    /// <param name="clientId">The client identifier, maybe one that the server assigned before.</param>
    /// <param name="cleanStart">Whether the session begins anew.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="MqttRefusedException">The server refuses.</exception>
    /// <exception cref="MqttProtocolException">Its answer breaks the standard.</exception>
    /// <exception cref="MqttConnectionException">It closed the connection.</exception>
    public async Task<MqttServerGrant> ConnectAsync(
        MqttTransport transport, ReceiveBuffer received, string clientId, bool cleanStart, CancellationToken cancellationToken)
    {
        using (var writer = new MqttWriter())
        {
            Introduction(clientId, cleanStart).Write(writer);
            await transport.Stream.WriteAsync(writer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }

        FixedHeader header;
        while (!IsComplete(received, out header))
        {
            received.Prepare(header.TotalLength);
            var count = await transport.Stream.ReadAsync(received.Free, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                throw new MqttConnectionException(endpoint, "the server closed the connection without an answer to CONNECT");
            }

            received.Received(count);
        }

        var answer = ReadAnswer(received, header);
        return answer.ReasonCode == MqttReasonCode.Success
            ? Granted(answer, clientId, cleanStart)
            : throw new MqttRefusedException(endpoint, $"the connection of client '{clientId}'", answer.ReasonCode, answer.ReasonString)
            {
                ServerReference = answer.ServerReference,
            };
    }

    /// <summary>A session's life as packets carry it.</summary>
    public static uint SessionExpirySeconds(TimeSpan expiry) =>
        expiry > MqttClientOptions.LongestDuration ? WithoutEnd : (uint)Math.Ceiling(expiry.TotalSeconds);

    /// <summary>The CONNECT packet.</summary>
    public ConnectPacket Introduction(string clientId, bool cleanStart)
    {
        var is5 = options.Version == MqttProtocolVersion.V500;
        return new ConnectPacket
        {
            Version = options.Version,
            ClientIdentifier = clientId,
            CleanStart = cleanStart,
            KeepAliveSeconds = (ushort)Math.Ceiling(options.KeepAlive.TotalSeconds),
            Will = options.Will,
            UserName = options.Username,
            Password = options.Password,
            SessionExpirySeconds = is5 && options.SessionExpiry > TimeSpan.Zero ? SessionExpirySeconds(options.SessionExpiry) : null,
            ReceiveMaximum = is5 ? (ushort)options.ReceiveMaximum : null,
            MaximumPacketSize = is5 ? (uint)options.MaximumPacketSize : null,
            TopicAliasMaximum = is5 ? (ushort)options.TopicAliasMaximum : (ushort)0,
            RequestResponseInformation = is5 && options.RequestResponseInformation,
            UserProperties = is5 ? options.UserProperties : [],
        };
    }

    private bool IsComplete(ReceiveBuffer received, out FixedHeader header) =>
        MqttFraming.TryReadHeader(received.Unread, options.MaximumPacketSize, out header) && received.Unread.Length >= header.TotalLength;

    private ConnAckPacket ReadAnswer(ReceiveBuffer received, FixedHeader header)
    {
        var body = received.Unread.Slice(header.HeaderLength, header.BodyLength);
        switch (header.Type)
        {
            case MqttPacketType.ConnAck:
                var answer = ConnAckPacket.Read(header, body, options.Version);
                received.Consume(header.TotalLength);
                return answer;
            case MqttPacketType.Auth:
                throw AuthNotAnnounced();
            default:
                throw new MqttProtocolException(
                    MqttReasonCode.ProtocolError, $"the server answers CONNECT with {header.Type}", "MQTT-3.2.0-1");
        }
    }

    /// <summary>Enhanced authentication is the client's to propose, and this one does not.</summary>
    public static MqttProtocolException AuthNotAnnounced() => new(
        MqttReasonCode.ProtocolError, "the server wants enhanced authentication, which the client did not announce", "MQTT-4.12.0-6");

    private MqttServerGrant Granted(ConnAckPacket answer, string clientId, bool cleanStart)
    {
        if (answer.SessionPresent && cleanStart)
        {
            throw new MqttProtocolException(
                MqttReasonCode.ProtocolError, "the server says that it kept the session which was to begin anew", "MQTT-3.2.2-2");
        }

        if (answer.AuthenticationMethod is not null)
        {
            throw AuthNotAnnounced();
        }

        return new MqttServerGrant
        {
            ClientId = answer.AssignedClientIdentifier ?? clientId,
            SessionPresent = answer.SessionPresent,
            SessionExpiry = Expiry(answer.SessionExpirySeconds),
            KeepAlive = answer.ServerKeepAliveSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromSeconds(Math.Ceiling(options.KeepAlive.TotalSeconds)),
            ReceiveMaximum = answer.ReceiveMaximum,
            MaximumPacketSize = answer.MaximumPacketSize is { } size && size < MqttLimits.MaxPacketSize ? (int)size : null,
            TopicAliasMaximum = answer.TopicAliasMaximum,
            MaximumQualityOfService = answer.MaximumQualityOfService,
            RetainAvailable = answer.RetainAvailable,
            WildcardSubscriptionAvailable = answer.WildcardSubscriptionAvailable,
            SubscriptionIdentifierAvailable = answer.SubscriptionIdentifierAvailable,
            SharedSubscriptionAvailable = answer.SharedSubscriptionAvailable,
            ResponseInformation = answer.ResponseInformation,
            UserProperties = answer.UserProperties,
        };
    }

    private TimeSpan Expiry(uint? granted) => granted switch
    {
        null => options.SessionExpiry > MqttClientOptions.LongestDuration ? TimeSpan.MaxValue : options.SessionExpiry,
        WithoutEnd => TimeSpan.MaxValue,
        { } seconds => TimeSpan.FromSeconds(seconds),
    };
}
