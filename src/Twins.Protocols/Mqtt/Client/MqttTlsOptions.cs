using System.Security.Cryptography.X509Certificates;

namespace Twins.Protocols.Mqtt;

/// <summary>How a client's connection is encrypted, whom it trusts and how it shows who it is.</summary>
public sealed record MqttTlsOptions
{
    /// <summary>The name that the server's certificate must carry; <see langword="null"/>: <see cref="MqttClientOptions.Host"/>.</summary>
    public string? ServerName { get; init; }

    /// <summary>
    /// The only roots that are trusted, for servers with a certificate of an own authority (or of themselves); <see langword="null"/>:
    /// those of the operating system.
    /// </summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>The client's certificate with its private key, and those between it and its root; <see langword="null"/>: none.</summary>
    public X509Certificate2Collection? ClientCertificates { get; init; }

    /// <summary>
    /// Whether and how it is asked whether certificates were revoked; not unless set, since gateways cannot always reach the
    /// authority.
    /// </summary>
    public X509RevocationMode RevocationCheck { get; init; } = X509RevocationMode.NoCheck;
}
