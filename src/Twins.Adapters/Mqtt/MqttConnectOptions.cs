using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Twins.Adapters.Secrets;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>How a described connection presents itself to its broker, in the terms of MQTTnet.</summary>
internal static class MqttConnectOptions
{
    // A broker that sends more at once than that is misconfigured, or is none of ours.
    private const uint MaxPacketSize = 1024 * 1024;

    private static readonly TimeSpan SocketTimeout = TimeSpan.FromSeconds(5);

    /// <summary>What the link of a connection is opened with.</summary>
    public static MqttLinkOptions Of(FieldContext context, MqttMap map) => new(
        $"{context.Endpoint.Host}:{context.Endpoint.Port}",
        () => Connect(context.Site, context.Connection, context.Endpoint),
        Subscriptions(map));

    /// <summary>
    /// The options of one attempt. The session outlasts the process, so that the broker keeps for us what it could not deliver.
    /// </summary>
    /// <exception cref="SecretException">The password is not where it should be.</exception>
    /// <exception cref="IOException">A certificate cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate or its key is none.</exception>
    public static MqttClientOptions Connect(string site, ConnectionDescription connection, ResolvedEndpoint endpoint)
    {
        var mqtt = (MqttEndpoint)connection.Settings;
        bool own = endpoint.Simulated || mqtt.IsEmbedded;
        bool isVersion5 = mqtt.Version == MqttVersion.V500;
        string? user = endpoint.Login?.UserName ?? (own ? null : mqtt.Username);
        byte[]? password = Password(endpoint, own ? null : mqtt.Password);
        return new MqttClientOptions
        {
            ChannelOptions = new MqttClientTcpOptions
            {
                RemoteEndpoint = new DnsEndPoint(endpoint.Host, endpoint.Port),
                NoDelay = true,
                TlsOptions = own || mqtt.Tls is null ? new MqttClientTlsOptions { UseTls = false } : Tls(mqtt.Tls, endpoint.Host),
            },
            ProtocolVersion = isVersion5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311,
            ClientId = mqtt.ClientId ?? $"twins-{site}-{connection.Key}",
            Credentials = user is null && password is null ? null : new MqttClientCredentials(user ?? "", password ?? []),
            CleanSession = mqtt.SessionExpiry == TimeSpan.Zero,
            SessionExpiryInterval = isVersion5 ? (uint)mqtt.SessionExpiry.TotalSeconds : 0,
            KeepAlivePeriod = mqtt.KeepAlive,
            ReceiveMaximum = isVersion5 ? MqttLink.ReceiveMaximum : (ushort)0,
            MaximumPacketSize = isVersion5 ? MaxPacketSize : 0,
            Timeout = SocketTimeout,
            ValidateFeatures = false,
        };
    }

    // One subscription a topic, at the highest quality that one of its listeners wants.
    private static ImmutableArray<MqttTopicFilter> Subscriptions(MqttMap map) => [.. map.Sources
        .GroupBy(source => source.Topic, StringComparer.Ordinal)
        .Select(sources => new MqttTopicFilter
        {
            Topic = sources.Key, QualityOfServiceLevel = (MqttQualityOfServiceLevel)sources.Max(source => source.QualityOfService),
        })];

    private static byte[]? Password(ResolvedEndpoint endpoint, SecretSource? described)
    {
        string? text = endpoint.Login?.Password ?? (described is null ? null : SecretText.Read(described));
        return text is null ? null : Encoding.UTF8.GetBytes(text);
    }

    private static MqttClientTlsOptions Tls(TlsFiles files, string host)
    {
        var tls = new MqttClientTlsOptions { UseTls = true, TargetHost = host, RevocationMode = X509RevocationMode.NoCheck };
        if (files.Authorities is { } authorities)
        {
            tls.TrustChain = [];
            tls.TrustChain.ImportFromPemFile(authorities);
        }

        if (files.Certificate is { } certificate)
        {
            tls.ClientCertificatesProvider = new DefaultMqttCertificatesProvider(Own(certificate, files.Key));
        }

        return tls;
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
