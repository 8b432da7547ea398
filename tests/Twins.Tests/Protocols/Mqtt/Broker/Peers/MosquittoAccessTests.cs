using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Twins.Protocols.Mqtt;
using Twins.Testing.Security;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker.Peers;

/// <summary>Who may do what at our broker, asked by mosquitto's clients.</summary>
public sealed class MosquittoAccessTests
{
    [Theory]
    [InlineData("311", 4)]
    [InlineData("5", 134)]
    public async Task BadCredentials_AreRefusedWithTheVersionsCode(string version, int exitCode)
    {
        using var accounts = Accounts();
        await using var clients = await MosquittoClients.StartAsync(accounts: accounts);

        var wrong = await clients.PublishAsync("-V", version, "-u", "ems", "-P", "wrong", "-t", "a", "-m", "x");
        var right = await clients.PublishAsync("-V", version, "-u", "ems", "-P", "secret", "-q", "1", "-t", "site/set", "-m", "x");
        var nobody = await clients.PublishAsync("-V", version, "-t", "a", "-m", "x");

        Assert.Equal(0, right.ExitCode);
        Assert.NotEqual(0, nobody.ExitCode);
        Assert.Equal(exitCode, wrong.ExitCode);
        Assert.Equal(2, clients.Broker.Diagnostics.Count(incident => incident.Kind == MqttIncidentKind.NotAuthenticated));
    }

    [Fact]
    public async Task Topics_OutsideTheAccount_AreNeitherReadNorWritten()
    {
        using var accounts = Accounts();
        await using var clients = await MosquittoClients.StartAsync(accounts: accounts);
        var reader = await clients.SubscribeAsync("-V", "5", "-u", "ems", "-P", "secret", "-t", "site/#", "-F", "%t %p", "-C", "1");
        var greedy = await clients.RunAsync("mosquitto_sub", "-V", "5", "-u", "ems", "-P", "secret", "-t", "#", "-W", "1");

        await clients.PublishAsync("-V", "5", "-u", "ems", "-P", "secret", "-q", "1", "-t", "site/state", "-m", "forged");
        await clients.PublishAsync("-V", "5", "-u", "ems", "-P", "secret", "-q", "1", "-t", "site/set", "-m", "meant");

        Assert.Equal(["site/set meant"], await MosquittoClients.LinesAsync(reader));
        Assert.Contains("denied", greedy.Output, StringComparison.Ordinal);
        Assert.Equal(2, clients.Broker.Diagnostics.Count(incident => incident.Kind == MqttIncidentKind.NotAuthorized));
    }

    [Fact]
    public async Task Tls_ClientCertificate_IsItsAccount_AndWithoutOneNobodyGetsIn()
    {
        using var files = new CertificateFiles();
        using var accounts = new MqttAccounts([new MqttAccount("meter-7") { Publish = ["meters/{username}/#"] }]);
        var listener = new MqttListenerOptions { Tls = TlsOf(files) };
        await using var clients = await MosquittoClients.StartAsync(new MqttBrokerOptions { Listeners = [listener] }, accounts);
        string[] authority = ["--cafile", files.Authority];
        var (certificate, key) = files.Issue("meter-7");

        var known = await clients.PublishAsync(
            [.. authority, "--cert", certificate, "--key", key, "-V", "5", "-q", "1", "-t", "meters/meter-7/power", "-m", "1"]);
        var nobody = await clients.PublishAsync([.. authority, "-V", "5", "-q", "1", "-t", "meters/meter-7/power", "-m", "2"]);
        var plain = await clients.PublishAsync("-V", "5", "-q", "1", "-t", "meters/meter-7/power", "-m", "3");

        Assert.True(known.ExitCode == 0, known.Output);
        Assert.NotEqual(0, nobody.ExitCode);
        Assert.NotEqual(0, plain.ExitCode);
        await Eventually.TrueAsync(
            () => clients.Broker.Diagnostics.Count(incident => incident.Kind == MqttIncidentKind.TransportFailed) >= 2, "both are in the diagnostics");
        Assert.Equal(1, clients.Broker.Figures.MessagesReceived);
    }

    private static MqttAccounts Accounts() => new(
    [
        new MqttAccount("ems")
        {
            Password = MqttPassword.Parse(MqttPassword.Hash("secret"u8, 1000)),
            Publish = ["site/set"],
            Subscribe = ["site/#"],
        },
    ]);

    private static SslServerAuthenticationOptions TlsOf(CertificateFiles files)
    {
        var (certificate, key) = files.Issue("localhost");
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(files.Authority);
        return new SslServerAuthenticationOptions
        {
            ServerCertificate = X509Certificate2.CreateFromPemFile(certificate, key),
            ClientCertificateRequired = true,
            CertificateChainPolicy = policy,
        };
    }
}
