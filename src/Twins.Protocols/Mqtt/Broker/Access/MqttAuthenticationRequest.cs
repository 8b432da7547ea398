namespace Twins.Protocols.Mqtt;

/// <summary>What a CONNECT says of who the client is.</summary>
public sealed class MqttAuthenticationRequest
{
    /// <summary>The client identifier; the assigned one when the client sent none.</summary>
    public required string ClientId { get; init; }

    /// <summary>The version that the client speaks.</summary>
    public required MqttProtocolVersion Version { get; init; }

    /// <summary>The user name; null when the client gave none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password, valid until the answer is given; null when the client gave none, which an empty one is not.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>Where the client comes from, and its certificate.</summary>
    public required MqttPeer Peer { get; init; }
}
