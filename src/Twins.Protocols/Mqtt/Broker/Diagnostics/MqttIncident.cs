using System.Net;

namespace Twins.Protocols.Mqtt;

/// <summary>One entry of a broker's diagnostics.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What kind.</param>
/// <param name="ClientId">Whose; empty when the client was not known yet.</param>
/// <param name="RemoteEndPoint">Where from; null when the transport does not know, or the client is away.</param>
/// <param name="ReasonCode">What the client was told, or would have been had its version a way to tell it.</param>
/// <param name="Message">What happened, with value and limit.</param>
/// <param name="Clause">Where the standard says so: <c>MQTT-3.3.1-4</c>; null when it is no matter of the standard.</param>
public sealed record MqttIncident(
    DateTimeOffset At,
    MqttIncidentKind Kind,
    string ClientId,
    EndPoint? RemoteEndPoint,
    MqttReasonCode ReasonCode,
    string Message,
    string? Clause);
