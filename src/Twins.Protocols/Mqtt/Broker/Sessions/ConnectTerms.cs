namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>What a client that may connect asks of its session.</summary>
/// <param name="ClientId">Its client identifier; never empty.</param>
/// <param name="Owner">The name of its identity.</param>
/// <param name="Version">The version that it speaks.</param>
/// <param name="CleanStart">Whether an earlier session is discarded.</param>
/// <param name="Expiry">How long the session outlives the connection, within what the broker allows.</param>
/// <param name="Quota">How many messages may be sent to it before it acknowledged the first.</param>
/// <param name="Will">Its will; null when it has none.</param>
internal sealed record ConnectTerms(
    string ClientId,
    string Owner,
    MqttProtocolVersion Version,
    bool CleanStart,
    TimeSpan Expiry,
    int Quota,
    MqttStoredWill? Will);
