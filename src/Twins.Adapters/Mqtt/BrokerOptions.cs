using System.Security.Cryptography.X509Certificates;
using System.Text;
using Twins.Adapters.Secrets;
using Twins.Sites;
using Twins.Protocols.Mqtt;

namespace Twins.Adapters.Mqtt;

/// <summary>How a described connection presents itself to its broker.</summary>
internal static class BrokerOptions
{
    /// <summary>QoS 1 and 2 messages that may wait for their twins before the broker waits.</summary>
    public const int ReceiveMaximum = 4096;

    // Over 3.1.1 a session either ends with its connection or never.
    private static readonly TimeSpan WithoutEnd = TimeSpan.FromSeconds(uint.MaxValue);

    /// <summary>The client's options. The session outlasts the process, so that the broker keeps for us what it could not deliver.</summary>
    /// <exception cref="SecretException">The password is not where it should be.</exception>
    /// <exception cref="IOException">A certificate cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate or its key is none.</exception>
    public static MqttClientOptions Of(string site, ConnectionDescription connection, ResolvedEndpoint endpoint)
    {
        MqttEndpoint mqtt = (MqttEndpoint)connection.Settings;
        bool own = endpoint.Simulated || mqtt.IsEmbedded;
        return new MqttClientOptions
        {
            Host = endpoint.Host,
            Port = endpoint.Port,
            Tls = own || mqtt.Tls is null ? null : Tls(mqtt.Tls),
            Version = (MqttProtocolVersion)mqtt.Version,
            ClientId = mqtt.ClientId ?? $"twins-{site}-{connection.Key}",
            Username = endpoint.Login?.UserName ?? (own ? null : mqtt.Username),
            Password = Password(endpoint, own ? null : mqtt.Password),
            CleanStart = mqtt.SessionExpiry == TimeSpan.Zero,
            SessionExpiry = mqtt is { Version: MqttVersion.V311, SessionExpiry: var expiry } && expiry > TimeSpan.Zero ? WithoutEnd : mqtt.SessionExpiry,
            KeepAlive = mqtt.KeepAlive,
            ManualAcknowledgement = true,
            ReceiveMaximum = ReceiveMaximum,
        };
    }

    private static ReadOnlyMemory<byte>? Password(ResolvedEndpoint endpoint, SecretSource? described)
    {
        string? text = endpoint.Login?.Password ?? (described is null ? null : SecretText.Read(described));
        return text is null ? null : Encoding.UTF8.GetBytes(text);
    }

    private static MqttTlsOptions Tls(TlsFiles files)
    {
        X509Certificate2Collection? roots = null;
        if (files.Authorities is { } authorities)
        {
            roots = [];
            roots.ImportFromPemFile(authorities);
        }

        return new MqttTlsOptions { TrustedRoots = roots, ClientCertificates = files.Certificate is { } certificate ? Own(certificate, files.Key) : null };
    }

    private static X509Certificate2Collection Own(string certificate, string? key)
    {
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(certificate);
        chain[0].Dispose();
        chain[0] = X509Certificate2.CreateFromPemFile(certificate, key);
        return chain;
    }
}
