namespace Twins.Protocols.Mqtt;

/// <summary>What the broker publishes when a client goes without taking leave (5.0, section 3.1.2.5).</summary>
/// <param name="Message">The message.</param>
/// <param name="Delay">
/// How long the broker waits whether the client comes back, in whole seconds, up to 4,294,967,295 s; the end of the session ends
/// the waiting. Zero on 3.1.1, which publishes at once (5.0, section 3.1.3.2.2).
/// </param>
public sealed record MqttWill(MqttMessage Message, TimeSpan Delay = default);
