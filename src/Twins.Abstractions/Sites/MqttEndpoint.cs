namespace Twins.Sites;

/// <summary>A version of MQTT; the number is the protocol level that CONNECT carries.</summary>
public enum MqttVersion
{
    /// <summary>MQTT 3.1.1.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0.</summary>
    V500 = 5,
}

/// <summary>An MQTT broker, and how the gateway presents itself to it.</summary>
public sealed record MqttEndpoint
{
    /// <summary>Port without TLS, registered for MQTT.</summary>
    public const int DefaultPort = 1883;

    /// <summary>Port with TLS, registered for secure MQTT.</summary>
    public const int DefaultTlsPort = 8883;

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

/// <summary>The PEM files of a TLS connection; relative paths are of the process's working folder.</summary>
/// <param name="Authorities">Certificates of the authorities that are trusted; null trusts those of the machine.</param>
/// <param name="Certificate">Our own certificate with its chain; null presents none.</param>
/// <param name="Key">Private key of <paramref name="Certificate"/>; null when the certificate's file holds it, or there is none.</param>
public sealed record TlsFiles(string? Authorities, string? Certificate, string? Key);

/// <summary>Where a secret is, for secrets are never in a description: exactly one of the two.</summary>
/// <param name="Environment">Name of an environment variable.</param>
/// <param name="File">Path of a file, whose text without the last line break is the secret.</param>
public sealed record SecretSource(string? Environment, string? File);
