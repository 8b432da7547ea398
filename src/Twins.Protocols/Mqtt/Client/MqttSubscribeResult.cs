namespace Twins.Protocols.Mqtt;

/// <summary>The server's answer to one subscription.</summary>
/// <param name="Filter">The topic filter.</param>
/// <param name="ReasonCode">
/// 0, 1, 2: granted, with that highest QoS, which may be below what was asked; 0x80 and above: refused, and why.
/// 3.1.1 knows one refusal, <see cref="MqttReasonCode.UnspecifiedError"/>.
/// </param>
/// <param name="ReasonString">What the server says of its answer as a whole, if anything.</param>
public sealed record MqttSubscribeResult(string Filter, MqttReasonCode ReasonCode, string? ReasonString = null)
{
    /// <summary>Whether messages will come.</summary>
    public bool IsGranted => (byte)ReasonCode <= (byte)MqttQualityOfService.ExactlyOnce;
}
