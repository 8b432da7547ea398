namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>Whether a client got a session.</summary>
/// <param name="Session">The session; null when the client is refused.</param>
/// <param name="IsPresent">Whether it is an earlier one that goes on.</param>
/// <param name="Refusal">Why the client is refused.</param>
/// <param name="Explanation">The same for people, with value and limit; null when it is not refused.</param>
internal readonly record struct Admission(Session? Session, bool IsPresent, MqttReasonCode Refusal, string? Explanation)
{
    public static Admission Granted(Session session, bool isPresent) => new(session, isPresent, MqttReasonCode.Success, null);

    public static Admission Refused(MqttReasonCode code, string explanation) => new(null, false, code, explanation);
}
