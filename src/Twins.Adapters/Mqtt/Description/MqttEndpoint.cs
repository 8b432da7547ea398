using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>A version of MQTT; the number is the protocol level that CONNECT carries.</summary>
public enum MqttVersion
{
    /// <summary>MQTT 3.1.1.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0.</summary>
    V500 = 5,
}

/// <summary>An MQTT broker, and how the gateway presents itself to it.</summary>
public sealed record MqttEndpoint : INetworkSettings
{
    /// <inheritdoc/>
    public string Protocol => MqttProtocol.ProtocolKey;

    /// <summary>Port without TLS, registered for MQTT.</summary>
    public const int DefaultPort = 1883;

    /// <summary>Port with TLS, registered for secure MQTT.</summary>
    public const int DefaultTlsPort = 8883;

    /// <inheritdoc/>
    public INetworkSettings At(string host, int port) =>
        new MqttEndpoint { Host = host, Port = port, Version = Version, SessionExpiry = SessionExpiry };

    /// <summary>Whether it is the site's own broker (<see cref="SiteDescription.Broker"/>): then nothing else is stated.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>Host name or address; empty for the site's own broker.</summary>
    public string Host { get; init; } = "";

    /// <summary>TCP port; 1883, or 8883 with TLS, unless stated.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>How TLS is spoken; null without TLS.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>The version that is spoken; 5.0 unless stated.</summary>
    public MqttVersion Version { get; init; } = MqttVersion.V500;

    /// <summary>Client identifier; null takes <c>twins-site-connection</c>.</summary>
    public string? ClientId { get; init; }

    /// <summary>User name; null without.</summary>
    public string? Username { get; init; }

    /// <summary>Where the password is; null without.</summary>
    public SecretSource? Password { get; init; }

    /// <summary>Greatest silence towards the broker; 30 s unless stated.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the broker keeps the session of a lost connection; 1 h unless stated, zero keeps none.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>How a device is called on its broker.</summary>
/// <param name="TopicName">What <c>{device}</c> stands for in the description's topics; its key unless stated.</param>
public sealed record MqttAddress(string TopicName) : IDeviceAddress
{
    /// <inheritdoc/>
    public string Protocol => MqttProtocol.ProtocolKey;

    /// <summary>The name of a device of a site; its key when the site file says nothing.</summary>
    public static string NameOf(DeviceEntry entry) => (entry.Address as MqttAddress)?.TopicName ?? entry.Key;
}
