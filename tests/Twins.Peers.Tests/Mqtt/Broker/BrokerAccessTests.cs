using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Twins.Adapters.Mqtt.Broker;
using Twins.Adapters.Mqtt.Broker.Access;
using Twins.Sites;
using Twins.Testing.Peers;
using Twins.Testing.Security;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>Who gets in, and what each may do there.</summary>
public sealed class BrokerAccessTests
{
    [Theory]
    [InlineData(5, "secret", 0)]
    [InlineData(5, "wrong", 0x86)]
    [InlineData(4, "secret", 0)]
    [InlineData(4, "wrong", 4)]
    public async Task Password_IsComparedWithItsHash(byte level, string password, int reason)
    {
        await using var broker = await RunningBroker.StartAsync(access: Accounts(("ems", "secret", ["#"], ["#"])));

        await using var client = await broker.ConnectAsync(new RawConnect { Level = level, User = "ems", Password = password });

        Assert.Equal(reason, client.ConnAck.Body[1]);
    }

    [Fact]
    public async Task NobodyOrUnknown_IsRefused()
    {
        await using var broker = await RunningBroker.StartAsync(access: Accounts(("ems", "secret", ["#"], ["#"])));

        await using var nobody = await broker.ConnectAsync();
        await using var unknown = await broker.ConnectAsync(new RawConnect { User = "other", Password = "secret" });

        Assert.Equal((0x87, 0x86), (nobody.ConnAck.Body[1], unknown.ConnAck.Body[1]));
        Assert.Equal(2, broker.Status.Figures.Refused);
    }

    [Fact]
    public async Task Topics_AreThoseOfTheAccountWithItsPlaceholders()
    {
        await using var broker = await RunningBroker.StartAsync(
            access: Accounts(("meter", "m", ["meters/%u/#", "clients/{clientId}"], ["site/#"]), ("ems", "e", [], ["#"])));
        await using var meter = await broker.ConnectAsync(new RawConnect { ClientId = "m-7", User = "meter", Password = "m" });
        await using var ems = await broker.ConnectAsync(new RawConnect { ClientId = "ems", User = "ems", Password = "e" });
        Assert.Equal([0], await ems.SubscribeAsync(("#", 0)));

        Assert.Equal([0x87, 0, 0x87], await meter.SubscribeAsync(("#", 0), ("site/+/power", 0), ("$SYS/#", 0)));
        Assert.Equal(0, await meter.PublishAsync("meters/meter/power", "1"));
        Assert.Equal(0, await meter.PublishAsync("clients/m-7", "2"));
        Assert.Equal(0x87, await meter.PublishAsync("meters/other/power", "3"));
        Assert.Equal(0x87, await meter.PublishAsync("clients/other", "4"));
        Assert.Equal(["1", "2"], new[] { (await ems.ExpectMessageAsync()).Payload, (await ems.ExpectMessageAsync()).Payload });
        await ems.ExpectNothingAsync();
    }

    [Fact]
    public async Task Will_ToAForbiddenTopic_IsRefusedAtConnect()
    {
        await using var broker = await RunningBroker.StartAsync(access: Accounts(("meter", "m", ["meters/#"], [])));

        await using var client = await broker.ConnectAsync(new RawConnect { User = "meter", Password = "m", Will = ("site/set", "x", false) });

        Assert.Equal(0x87, client.ConnAck.Body[1]);
    }

    [Fact]
    public async Task ClientId_OfAConnectedClient_IsTakenOverByTheSameIdentityOnly()
    {
        await using var broker = await RunningBroker.StartAsync(access: Accounts(("one", "1", ["#"], ["#"]), ("two", "2", ["#"], ["#"])));
        await using var first = await broker.ConnectAsync(new RawConnect { ClientId = "x", User = "one", Password = "1" });

        await using var stranger = await broker.ConnectAsync(new RawConnect { ClientId = "x", User = "two", Password = "2" });
        Assert.Equal(0x85, stranger.ConnAck.Body[1]);
        await first.ExpectNothingAsync();

        await using var again = await broker.ConnectAsync(new RawConnect { ClientId = "x", User = "one", Password = "1" });
        Assert.Equal(0, again.ConnAck.Body[1]);
        Assert.Equal(0x8E, await first.ExpectEndAsync());
        await again.SubscribeAsync(("a", 0));
        await again.PublishAsync("a", "still there", 0);
        Assert.Equal("still there", (await again.ExpectMessageAsync()).Payload);
    }

    [Fact]
    public async Task TakeOver_ManyTimesAtOnce_LeavesOneWorkingClient()
    {
        await using var broker = await RunningBroker.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                return await broker.ConnectAsync(new RawConnect { ClientId = "x" });
            }
            catch (IOException)
            {
                return null;
            }
        }));

        await Eventually.TrueAsync(() => broker.Status.Figures.Clients == 1, "one is left");
        await using var last = await broker.ConnectAsync(new RawConnect { ClientId = "x" });
        await last.SubscribeAsync(("a", 0));
        await last.PublishAsync("a", "mine", 0);
        Assert.Equal("mine", (await last.ExpectMessageAsync()).Payload);
        foreach (var client in clients)
        {
            await (client?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    [Theory]
    [InlineData("meter-7", null, 0)]
    [InlineData("stranger", null, 0x87)]
    [InlineData("meter-7", "ems", 0x86)]
    public async Task Certificate_NamesItsAccount(string commonName, string? user, int reason)
    {
        using var files = new CertificateFiles();
        var (serverCertificate, serverKey) = files.Issue("localhost");
        var (certificate, key) = files.Issue(commonName);
        var tls = BrokerTlsFiles.Read("The broker", new TlsFiles(files.Authority, serverCertificate, serverKey));
        await using var broker = await RunningBroker.StartAsync(
            options => options with { Endpoints = [new BrokerEndpoint(IPAddress.Loopback, 0, tls)] },
            BrokerAccess.Of([new BrokerLogin("meter-7", null, ["#"], ["#"]), new BrokerLogin("ems", BrokerPassword.Parse("e"), ["#"], ["#"])]));
        using var own = X509Certificate2.CreateFromPemFile(certificate, key);
        using var usable = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);

        var answer = await OverTlsAsync(broker.Port, files.Authority, usable, new RawConnect { User = user });

        Assert.Equal(reason, answer![3]);
    }

    [Fact]
    public async Task Rule_ThatFails_RefusesItsClientAndEndsNothing()
    {
        var access = Accounts(("ems", "secret", ["#"], ["#"]), ("other", "word", ["#"], ["#"]));
        await using var broker = await RunningBroker.StartAsync(access: access);
        await using var connected = await broker.ConnectAsync(new RawConnect { ClientId = "connected", User = "ems", Password = "secret" });

        // Disposed under the broker: the next password that must be hashed cannot be.
        access.Dispose();
        await using var next = await broker.ConnectAsync(new RawConnect { ClientId = "next", User = "other", Password = "word" });

        Assert.Equal(0x88, next.ConnAck.Body[1]);
        Assert.Contains("Admitting a client failed", broker.Log.Text, StringComparison.Ordinal);
        await connected.ExpectNothingAsync();
        await using var known = await broker.ConnectAsync(new RawConnect { ClientId = "known", User = "ems", Password = "secret" });
        Assert.Equal(0, known.ConnAck.Body[1]);
    }

    [Fact]
    public async Task Certificate_MissingOrOfAnotherAuthority_EndsInTheHandshake()
    {
        using var files = new CertificateFiles();
        using var others = new CertificateFiles();
        var (serverCertificate, serverKey) = files.Issue("localhost");
        var (certificate, key) = others.Issue("meter-7");
        var tls = BrokerTlsFiles.Read("The broker", new TlsFiles(files.Authority, serverCertificate, serverKey));
        await using var broker = await RunningBroker.StartAsync(options => options with { Endpoints = [new BrokerEndpoint(IPAddress.Loopback, 0, tls)] });
        using var own = X509Certificate2.CreateFromPemFile(certificate, key);
        using var usable = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);

        Assert.Null(await OverTlsAsync(broker.Port, files.Authority, null, new RawConnect()));
        Assert.Null(await OverTlsAsync(broker.Port, files.Authority, usable, new RawConnect()));
        Assert.Equal(0, broker.Status.Figures.Clients);
    }

    [Fact]
    public async Task Mosquitto_OverTlsWithPassword_GetsWhatItPublished()
    {
        var (pub, sub) = (PeerProgram.Find("mosquitto_pub"), PeerProgram.Find("mosquitto_sub"));
        Assert.SkipUnless(pub is not null && sub is not null, "mosquitto-clients is not installed");
        using var files = new CertificateFiles();
        var (certificate, key) = files.Issue("localhost");
        var tls = BrokerTlsFiles.Read("The broker", new TlsFiles(null, certificate, key));
        await using var broker = await RunningBroker.StartAsync(
            options => options with { Endpoints = [new BrokerEndpoint(IPAddress.Loopback, 0, tls)] }, Accounts(("ems", "secret", ["#"], ["#"])));
        string[] common = ["-h", "localhost", "-p", $"{broker.Port}", "--cafile", files.Authority, "-u", "ems", "-P", "secret", "-t", "a", "-q", "1"];
        var large = files.Authority + ".txt";
        await File.WriteAllTextAsync(large, new string('x', 200_000));
        var published = await PeerProcess.RunAsync(pub, [.. common, "-f", large, "-r", "--tls-alpn", "mqtt"]);

        var received = await PeerProcess.RunAsync(sub, [.. common, "-C", "1", "-F", "%l"]);

        Assert.True(published.ExitCode == 0, published.Output);
        Assert.Equal("200000", received.Output);
    }

    private static BrokerAccess Accounts(params (string Name, string Password, string[] Publish, string[] Subscribe)[] accounts) => BrokerAccess.Of(
        accounts.Select(account => new BrokerLogin(
            account.Name, BrokerPassword.Parse(BrokerPassword.Hash(System.Text.Encoding.UTF8.GetBytes(account.Password), 1000)), [.. account.Publish], [.. account.Subscribe])));

    // The first bytes that come back; null when the connection ends without one.
    private static async Task<byte[]?> OverTlsAsync(int port, string authority, X509Certificate2? certificate, RawConnect connect)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPemFile(authority);
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = new SslStream(tcp.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = trust,
                ClientCertificates = certificate is null ? null : [certificate],
            });
            await stream.WriteAsync(RawMqtt.Packet(0x10, RawMqtt.Body(connect)));
            var answer = new byte[4];
            await stream.ReadExactlyAsync(answer);
            return answer;
        }
        catch (Exception ended) when (ended is IOException or System.Security.Authentication.AuthenticationException)
        {
            return null;
        }
    }
}
