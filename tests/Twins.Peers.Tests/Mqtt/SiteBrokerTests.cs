using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Protocol;
using Twins.Adapters.Mqtt.Broker;
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
                - {username: ems, passwordFrom: {file: {{Secret(BrokerPassword.Hash("secret"u8), UnixFileMode.UserRead)}}}, publish: ["site/#"], subscribe: ["site/#"]}
            """);
        await using (var host = await HostProcess.StartAsync(site.Data, site.Config, simulate: false))
        {
            using var client = new MqttClientFactory().CreateMqttClient();
            await client.ConnectAsync(Options("secret").WithTcpServer("localhost", tlsPort).WithTlsOptions(tls => tls.WithTrustChain(Roots(files.Authority))).Build());
            var published = await client.PublishStringAsync("site/mode", "islanded", MqttQualityOfServiceLevel.AtLeastOnce, retain: true);
            Assert.True(published.IsSuccess);
            await Eventually.TrueAsync(
                () => Task.FromResult(Directory.EnumerateFiles(site.Data, "*.retained", SearchOption.AllDirectories).Any()), "retained messages are on the disk");
        }

        await using var again = await HostProcess.StartAsync(site.Data, site.Config, simulate: false);

        var broker = JsonNode.Parse(await again.Client.GetStringAsync(new Uri("/api/v1/sites/lab", UriKind.Relative)))!["broker"]!;
        Assert.Equal(1, (int)broker["retainedMessages"]!);
        Assert.Equal((true, 1), ((bool)broker["running"]!, (int)broker["accounts"]!));
        Assert.Equal(
            [$"tcp 127.0.0.1:{port}", $"tls 127.0.0.1:{tlsPort}", $"websocket {again.Address.Authority}/mqtt/lab"],
            broker["listeners"]!.AsArray().Select(listener => $"{listener!["transport"]} {listener["address"]}"));
        using var wrong = new MqttClientFactory().CreateMqttClient();
        var refused = await wrong.ConnectAsync(Options("wrong").WithTcpServer("localhost", port).Build());
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, refused.ResultCode);
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
        using var client = new MqttClientFactory().CreateMqttClient();
        var connected = await client.ConnectAsync(Options("secret").WithWebSocketServer(web => web.WithUri($"ws://{host.Authority}/mqtt")).Build());
        Assert.Equal(MqttClientConnectResultCode.Success, connected.ResultCode);

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

    private static MqttClientOptionsBuilder Options(string password) => new MqttClientOptionsBuilder()
        .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).WithCredentials("ems", password);

    private static X509Certificate2Collection Roots(string authority)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(authority);
        return roots;
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
