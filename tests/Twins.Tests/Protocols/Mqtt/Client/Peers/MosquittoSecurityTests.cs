using System.Globalization;
using Twins.Protocols.Mqtt;
using Twins.Testing.Peers;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client.Peers;

/// <summary>Transports and credentials, against Debian's mosquitto.</summary>
public sealed class MosquittoSecurityTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Password_IsChecked(MqttProtocolVersion version)
    {
        var hashing = PeerProgram.Find("mosquitto_passwd");
        Assert.SkipUnless(hashing is not null, "mosquitto_passwd is not installed");
        await using var broker = await MosquittoBroker.StartAsync((folder, port) =>
        {
            var passwords = Path.Combine(folder.FullName, "passwords");
            var made = PeerProcess.RunAsync(hashing!, "-b", "-c", passwords, "gateway", "secret").GetAwaiter().GetResult();
            Assert.Equal(0, made.ExitCode);
            return [Listener(port), $"password_file {passwords}"];
        });
        var options = Options(broker) with { Version = version, Username = "gateway" };
        await ExchangeAsync(options with { Password = "secret"u8.ToArray() });
        var error = await Assert.ThrowsAsync<MqttRefusedException>(() => ExchangeAsync(options with { Password = "wrong"u8.ToArray() }));

        Assert.Equal(version == MqttProtocolVersion.V500 ? MqttReasonCode.NotAuthorized : error.ReasonCode, error.ReasonCode);
        Assert.Contains(error.ReasonCode, new[] { MqttReasonCode.NotAuthorized, MqttReasonCode.BadUserNameOrPassword });
    }

    [Fact]
    public async Task Tls_TrustsTheOwnAuthority_AndShowsTheClientsCertificate()
    {
        using var authority = new TestAuthority();
        await using var broker = await StartTlsAsync(authority, onLoopback: true);
        using var certificate = authority.Issue("gateway", onLoopback: false);
        var tls = new MqttTlsOptions { TrustedRoots = authority.Roots, ClientCertificates = [certificate] };
        await ExchangeAsync(Options(broker) with { Tls = tls });

        Assert.Contains("u'gateway'", broker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_WithoutTheCertificateThatTheServerWants_IsNoConnection()
    {
        using var authority = new TestAuthority();
        await using var broker = await StartTlsAsync(authority, onLoopback: true);

        await NoConnectionAsync(Options(broker) with { Tls = new MqttTlsOptions { TrustedRoots = authority.Roots } });
    }

    [Fact]
    public async Task Tls_OfAnotherAuthorityOrName_IsNotTrusted()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var broker = await StartTlsAsync(authority, onLoopback: false);
        using var certificate = authority.Issue("gateway", onLoopback: false);
        var tls = new MqttTlsOptions { TrustedRoots = authority.Roots, ClientCertificates = [certificate] };
        var unknown = await NoConnectionAsync(Options(broker) with { Tls = tls with { TrustedRoots = other.Roots, ServerName = "broker.example" } });
        var misnamed = await NoConnectionAsync(Options(broker) with { Tls = tls });
        await ExchangeAsync(Options(broker) with { Tls = tls with { ServerName = "broker.example" } });

        Assert.Contains("certificate", unknown, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("RemoteCertificateNameMismatch", misnamed, StringComparison.Ordinal);
    }

    private static string Listener(int port) => string.Create(CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1");

    private static Task<MosquittoBroker> StartTlsAsync(TestAuthority authority, bool onLoopback) => MosquittoBroker.StartAsync(
        (folder, port) => [.. TlsSettings(authority, folder, port, onLoopback), "require_certificate true", "use_identity_as_username true"]);

    private static List<string> TlsSettings(TestAuthority authority, DirectoryInfo folder, int port, bool onLoopback)
    {
        using var certificate = authority.Issue("broker.example", onLoopback);
        var files = authority.WriteFiles(folder, certificate);
        return [Listener(port), $"cafile {files.Authority}", $"certfile {files.Certificate}", $"keyfile {files.Key}"];
    }

    private static MqttClientOptions Options(MosquittoBroker broker) => new()
    {
        Host = "127.0.0.1", Port = broker.Port, ClientId = "gateway", ReconnectDelay = TimeSpan.FromMilliseconds(1), MaxReconnectDelay = TimeSpan.FromSeconds(1),
    };

    private static async Task ExchangeAsync(MqttClientOptions options, int count = 1)
    {
        var receiver = new RecordingReceiver();
        await using var client = MqttClients.Create(options, receiver);
        await client.ConnectAsync().InTime(() => client.Figures.LastFault?.Message);
        await client.SubscribeAsync("a", Qos2).InTime();
        for (var number = 0; number < count; number++)
        {
            _ = client.PublishAsync(Text("a", $"{number}", Qos2));
        }

        Assert.Equal(Enumerable.Range(0, count).Select(number => $"{number}"), (await receiver.NextAsync(count)).Select(message => message.Text));
    }

    private static async Task<string> NoConnectionAsync(MqttClientOptions options)
    {
        await using var client = MqttClients.Create(options, new RecordingReceiver());
        var failed = new TaskCompletionSource<MqttException>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.StateChanged += (_, change) =>
        {
            if (change.State == MqttConnectionState.WaitingToReconnect)
            {
                failed.TrySetResult(change.Error!);
            }
        };
        _ = client.ConnectAsync();
        return Assert.IsType<MqttConnectionException>(await failed.Task.InTime()).Message;
    }
}
