using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker;

public sealed class TlsTests
{
    [Fact]
    public async Task ClientCertificate_ReachesTheAuthenticator()
    {
        using var server = Certificate("localhost");
        using var own = Certificate("meter-1");
        MqttPeer? peer = null;
        await using var fixture = await StartAsync(server, new ScriptedAuthenticator(request =>
        {
            peer = request.Peer;
            return MqttAuthenticationResult.Accepted(new MqttIdentity(request.Peer.Certificate!.Subject));
        }));
        await using var transport = await ConnectAsync(fixture, own);
        using var client = new ScriptedClient(transport, MqttProtocolVersion.V500);

        await client.SendAsync(new ConnectPacket { Version = MqttProtocolVersion.V500, ClientIdentifier = "client", CleanStart = true }.Write);
        Assert.Equal(MqttReasonCode.Success, (await client.ReceiveAsync<ConnAckPacket>()).ReasonCode);
        await client.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));
        await client.PublishAsync("a", "secret");

        await client.ExpectMessageAsync("a", "secret");
        Assert.Equal(("tls", "CN=meter-1"), (peer!.Transport, peer.Certificate!.Subject));
        await client.DisconnectAsync();
    }

    [Fact]
    public async Task PlainTextOnATlsListener_IsClosedAndNamed()
    {
        using var server = Certificate("localhost");
        await using var fixture = await StartAsync(server, authenticator: null);
        using var client = await ScriptedClient.OpenAsync(fixture.Endpoint);

        await client.SendAsync(new ConnectPacket { Version = MqttProtocolVersion.V500, ClientIdentifier = "client", CleanStart = true }.Write);

        await Eventually.TrueAsync(() => fixture.Broker.Diagnostics.Length == 1, "the failed handshake is named");
        Assert.Equal(MqttIncidentKind.TransportFailed, Assert.Single(fixture.Broker.Diagnostics).Kind);
    }

    private static Task<BrokerFixture> StartAsync(X509Certificate2 certificate, IMqttAuthenticator? authenticator)
    {
        var tls = new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=meter-1",
        };
        return BrokerFixture.StartAsync(new MqttBrokerOptions { Listeners = [new MqttListenerOptions { Tls = tls }] }, authenticator);
    }

    private static async Task<SslStream> ConnectAsync(BrokerFixture fixture, X509Certificate2 certificate)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(fixture.Endpoint).InTime();
        var transport = new SslStream(socket.GetStream());
        await transport.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificates = [certificate],
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost",
        }).InTime();
        return transport;
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(ManualTimeProvider.DefaultStart.AddYears(-10), ManualTimeProvider.DefaultStart.AddYears(10));
    }
}
