using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Protocol;
using Twins.Adapters.Mqtt.Broker.Access;
using Twins.Testing.Peers;
using Twins.Testing.Platform;
using Twins.Testing.Security;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt;

/// <summary>The broker that a site file describes, run by the host.</summary>
public sealed class SiteBrokerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twins-site-broker");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Host_KilledAndStartedAnew_StillHasWhatTheAccountRetained()
    {
        using var files = new CertificateFiles();
        var (certificate, key) = files.Issue("localhost");
        var (port, tlsPort) = (PeerProgram.FreePort(), PeerProgram.FreePort());
        using var site = TestSiteFolder.WithParts($$"""
            broker:
              port: {{port}}
              tlsPort: {{tlsPort}}
              certificate: {{certificate}}
              certificateKey: {{key}}
              webSocket: true
              accounts:
                - {username: ems, passwordFrom: {file: {{Secret(BrokerPassword.Hash("secret"u8, 1000), UnixFileMode.UserRead)}}}, publish: ["site/#"], subscribe: ["site/#"]}
            """);
        await using (var host = await HostProcess.StartAsync(site.Data, site.Config, simulate: false))
        {
            using var client = await ConnectAsync(tlsPort, "secret", files.Authority);
            var message = new MqttApplicationMessage
            {
                Topic = "site/mode", PayloadSegment = "islanded"u8.ToArray(), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce, Retain = true,
            };
            Assert.True((await client.PublishAsync(message, CancellationToken.None)).IsSuccess);
            await Eventually.TrueAsync(() => Directory.EnumerateFiles(site.Data, "*.retained", SearchOption.AllDirectories).Any(file => new FileInfo(file).Length > 0), "it is written");
        }

        await using var again = await HostProcess.StartAsync(site.Data, site.Config, simulate: false);

        var broker = JsonNode.Parse(await again.Client.GetStringAsync(new Uri("/api/v1/sites/lab", UriKind.Relative)))!["broker"]!;
        Assert.Equal(1, (int)broker["retainedMessages"]!);
        Assert.Equal((true, 1), ((bool)broker["running"]!, (int)broker["accounts"]!));
        Assert.Equal(
            [$"tcp 127.0.0.1:{port}", $"tls 127.0.0.1:{tlsPort}", $"websocket {again.Address.Authority}/mqtt/lab"],
            broker["listeners"]!.AsArray().Select(listener => $"{listener!["transport"]} {listener["address"]}"));
        using var wrong = await ConnectAsync(port, "wrong");
        Assert.False(wrong.IsConnected);
        await TestWebSocketAsync(again.Address);
    }

    [Fact]
    public async Task Simulated_TwoRunsOfOneSite_EachHasAPortOfItsOwnAndSaysWhich()
    {
        using var site = TestSiteFolder.WithParts("broker: {}");
        await using var first = await HostProcess.StartAsync(site.Data, site.Config);
        await using var second = await HostProcess.StartAsync(Path.Combine(_folder.FullName, "other"), site.Config);

        var ports = new List<int>();
        foreach (var host in (HostProcess[])[first, second])
        {
            var answer = JsonNode.Parse(await host.Client.GetStringAsync(new Uri("/api/v1/sites/lab", UriKind.Relative)))!;
            var address = (string)answer["broker"]!["listeners"]![0]!["address"]!;
            Assert.Contains($"The broker of 'lab' listens on {address}", host.Output, StringComparison.Ordinal);
            ports.Add(IPEndPoint.Parse(address).Port);
        }

        Assert.Equal(2, ports.Distinct().Count());
    }

    [Fact]
    public async Task Run_PortTaken_NamesSiteAddressAndPort()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var site = TestSiteFolder.WithParts($"broker: {{port: {((IPEndPoint)other.LocalEndpoint).Port}}}");

        var ended = await RunAsync(site);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains($"The broker of 'lab' cannot listen on {other.LocalEndpoint}: ", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PasswordFileOpenToOthers_IsRefusedAndNamesTheAccount()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no Unix file modes");
        var secret = Secret("word", UnixFileMode.UserRead | UnixFileMode.OtherRead);
        using var site = TestSiteFolder.WithParts($"broker: {{port: 0, webSocket: true, accounts: [{{username: ems, passwordFrom: {{file: {secret}}}}}]}}");

        var ended = await RunAsync(site);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("The broker of 'lab', account 'ems'", ended.Output, StringComparison.Ordinal);
        Assert.Contains("chmod 600", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MqttPassword_NothingOnStandardInput_SaysSo()
    {
        var ended = await HostProcess.RunAsync("mqtt-password");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("must not be empty", ended.Output, StringComparison.Ordinal);
    }

    private static async Task TestWebSocketAsync(Uri host)
    {
        using var client = await ConnectAsync(host.Port, "secret", webSocket: "/mqtt");
        Assert.True(client.IsConnected);

        var address = new UriBuilder(host) { Scheme = "ws", Path = "/mqtt" }.Uri;
        Assert.Contains("403", await RefusalAsync(address, "mqtt", "http://evil.example"), StringComparison.Ordinal);
        Assert.Contains("400", await RefusalAsync(address, "other", origin: null), StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(Uri address, string protocol, string? origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(protocol);
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        return (await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, TestContext.Current.CancellationToken))).Message;
    }

    private static Task<PeerResult> RunAsync(TestSiteFolder site) => HostProcess.RunAsync(
        "--urls", $"http://127.0.0.1:{PeerProgram.FreePort()}", "--data", site.Data, "--config", site.Config, "--simulate", "false");

    private static async Task<IMqttClient> ConnectAsync(int port, string password, string? authority = null, string? webSocket = null)
    {
        var tls = new MqttClientTlsOptions { UseTls = authority is not null, TargetHost = "localhost", RevocationMode = X509RevocationMode.NoCheck };
        if (authority is not null)
        {
            tls.TrustChain = [];
            tls.TrustChain.ImportFromPemFile(authority);
        }

        IMqttClientChannelOptions channel = webSocket is null
            ? new MqttClientTcpOptions { RemoteEndpoint = new DnsEndPoint("localhost", port), TlsOptions = tls }
            : new MqttClientWebSocketOptions { Uri = $"ws://localhost:{port}{webSocket}" };
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptions
        {
            ChannelOptions = channel, ClientId = "ems", Credentials = new MqttClientCredentials("ems", Encoding.UTF8.GetBytes(password)),
        });
        return client;
    }

    private string Secret(string text, UnixFileMode mode)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }

        return path;
    }
}
