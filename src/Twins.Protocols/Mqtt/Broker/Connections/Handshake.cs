using Twins.Protocols.Mqtt.Broker.Sessions;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>From the first byte to CONNACK (5.0, sections 3.1.4 and 3.2): who the client is, and what both sides may do.</summary>
internal sealed class Handshake(BrokerConnection connection, ReceiveBuffer input, BrokerServices broker)
{
    private string _clientId = "";

    /// <summary>Receives CONNECT and answers it. Returns null when the client is refused, or left.</summary>
    /// <exception cref="MqttProtocolException">What came first is no CONNECT, or one that cannot be read.</exception>
    public async ValueTask<Conversation?> RunAsync(CancellationToken cancellationToken)
    {
        FixedHeader header;
        while (!TryReadHeader(out header) || input.Unread.Length < header.TotalLength)
        {
            if (!await input.FillAsync(header.TotalLength, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        var packet = Read(header);
        input.Consume(header.TotalLength);
        _clientId = packet.ClientIdentifier is "" ? $"auto-{Guid.CreateVersion7(broker.Time.GetUtcNow()):N}" : packet.ClientIdentifier;
        if (packet.AuthenticationMethod is { } method)
        {
            return Refuse(
                packet, MqttReasonCode.BadAuthenticationMethod, MqttIncidentKind.NotAuthenticated,
                $"the authentication method \"{method}\" is not supported");
        }

        var identity = await AuthenticateAsync(packet, cancellationToken).ConfigureAwait(false);
        return identity is null ? null : await AdmitAsync(packet, identity).ConfigureAwait(false);
    }

    private bool TryReadHeader(out FixedHeader header)
    {
        if (!MqttFraming.TryReadHeader(input.Unread, broker.Options.MaxPacketSize, out header))
        {
            return false;
        }

        return header.Type == MqttPacketType.Connect
            ? true
            : throw new MqttProtocolException(
                MqttReasonCode.ProtocolError, $"the first packet is {header.Type} instead of CONNECT", "MQTT-3.1.0-1");
    }

    private ConnectPacket Read(FixedHeader header)
    {
        var body = input.Unread.Slice(header.HeaderLength, header.BodyLength);
        try
        {
            return ConnectPacket.Read(header, body);
        }
        catch (MqttProtocolException error)
        {
            AnswerUnreadable(body, error.ReasonCode);
            throw;
        }
    }

    // A refusal is written as the client can read it: in its version; in 3.1.1's form when it speaks an older one (named MQIsdp).
    private void AnswerUnreadable(ReadOnlySpan<byte> body, MqttReasonCode code)
    {
        broker.Counters.ConnectionRefused();
        var isOlder = body.StartsWith("\0\u0006MQIsdp"u8) || (body.StartsWith("\0\u0004MQTT"u8) && body is [_, _, _, _, _, _, < 4, ..]);
        if (ConnectPacket.PeekVersion(body) is { } version)
        {
            Answer(new ConnAckPacket { ReasonCode = code }, version);
        }
        else if (code == MqttReasonCode.UnsupportedProtocolVersion && body.StartsWith("\0\u0004MQTT"u8) && !isOlder)
        {
            Answer(new ConnAckPacket { ReasonCode = code }, MqttProtocolVersion.V500);
        }
        else if (isOlder)
        {
            Answer(new ConnAckPacket { ReasonCode = code }, MqttProtocolVersion.V311);
        }
    }

    private async ValueTask<MqttIdentity?> AuthenticateAsync(ConnectPacket packet, CancellationToken cancellationToken)
    {
        if (broker.Authenticator is not { } authenticator)
        {
            return MqttIdentity.Anonymous;
        }

        var request = new MqttAuthenticationRequest
        {
            ClientId = _clientId,
            Version = packet.Version,
            UserName = packet.UserName,
            Password = packet.Password,
            Peer = connection.Peer,
        };
        MqttAuthenticationResult result;
        try
        {
            result = await authenticator.AuthenticateAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Refuse(packet, MqttReasonCode.ServerUnavailable, MqttIncidentKind.ServerFault, $"the authenticator failed: {error.Message}");
            return null;
        }

        if (result.Identity is null)
        {
            var named = packet.UserName is { } user ? $"the user name \"{user}\"" : "a client without a user name";
            Refuse(
                packet, result.Refusal, MqttIncidentKind.NotAuthenticated,
                $"{named} was refused{(result.Explanation is { } why ? $": {why}" : "")}", told: null);
        }

        return result.Identity;
    }

    private async ValueTask<Conversation?> AdmitAsync(ConnectPacket packet, MqttIdentity identity)
    {
        if (WillRules.RefusalOf(packet.Will, _clientId, identity, broker) is { } refusal)
        {
            return Refuse(packet, refusal.Code, MqttIncidentKind.NotAuthorized, refusal.Explanation);
        }

        var agreed = Agreement.Of(packet, broker.Options);
        connection.Terms = agreed.Terms;
        connection.Output.Negotiate(packet.Version, agreed.Terms.MaximumPacketSize, agreed.AliasesTowardsClient);
        var will = packet.Will is { } wanted ? WillRules.ToStored(wanted, _clientId, broker.Messages) : null;
        var terms = new ConnectTerms(_clientId, identity.Name, packet.Version, packet.CleanStart, agreed.SessionExpiry, agreed.Quota, will);
        var aftermath = new Aftermath();
        var admission = broker.Sessions.Attach(connection, terms, aftermath);
        await broker.PublishAsync(aftermath).ConfigureAwait(false);
        if (admission.Session is not { } session)
        {
            return Refuse(packet, admission.Refusal, MqttIncidentKind.LimitReached, admission.Explanation!);
        }

        if (session.IsKept && broker.Store is { } store)
        {
            await store.CommitOrFailAsync().ConfigureAwait(false);
        }

        using var writer = new MqttWriter();
        agreed.ToConnAck(admission.IsPresent, packet.ClientIdentifier is "" ? _clientId : null).Write(writer, packet.Version);
        connection.Output.Send(writer.Written);
        session.Outgoing.Begin(connection);
        return new Conversation(connection, session, identity, agreed, broker);
    }

    // A client with a maximum packet size is told no more than the code, which fits anywhere [MQTT-3.2.2-19].
    private Conversation? Refuse(ConnectPacket packet, MqttReasonCode code, MqttIncidentKind kind, string explanation) =>
        Refuse(packet, code, kind, explanation, told: packet.MaximumPacketSize is null ? explanation : null);

    private Conversation? Refuse(ConnectPacket packet, MqttReasonCode code, MqttIncidentKind kind, string explanation, string? told)
    {
        broker.Counters.ConnectionRefused();
        broker.Incidents.Record(kind, _clientId, connection.Peer.RemoteEndPoint, code, $"The connection was refused: {explanation}.");
        Answer(new ConnAckPacket { ReasonCode = code, ReasonString = told }, packet.Version);
        return null;
    }

    private void Answer(ConnAckPacket answer, MqttProtocolVersion version)
    {
        using var writer = new MqttWriter();
        answer.Write(writer, version);
        connection.Output.Finish(writer.Written);
    }
}
