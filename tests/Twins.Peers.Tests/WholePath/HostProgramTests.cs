using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Twins.Testing.Peers;
using Twins.Testing.Platform;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.WholePath;

/// <summary>The program as it is started and ended, with the demonstration sites.</summary>
public sealed class HostProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("twins-host").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_ByDefault_ServesTheSimulatedSitesAndStopsInOrder()
    {
        await using var host = await HostProcess.StartAsync(_folder);

        var sites = JsonNode.Parse(await host.Client.GetStringAsync(new Uri("/api/v1/sites", UriKind.Relative)))!.AsArray();
        Assert.Equal(["building", "industrial", "stuttgart-dc"], sites.Select(site => (string)site!["key"]!));
        Assert.All(sites, site => Assert.True((bool)site!["simulated"]!));
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
        Assert.Contains("SIMULATED", host.Output, StringComparison.Ordinal);
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task Run_AtAnyPath_ServesTheConsole()
    {
        await using var host = await HostProcess.StartAsync(_folder);

        using var page = await host.Client.GetAsync(new Uri("/", UriKind.Relative));
        using var script = await host.Client.GetAsync(new Uri("/_framework/blazor.web.js", UriKind.Relative));
        using var api = await host.Client.GetAsync(new Uri("/api/v1/nothing", UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.OK, "text/javascript"), (script.StatusCode, script.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (api.StatusCode, api.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("")]
    [InlineData("validate")]
    public async Task Run_InvalidSite_ListsEveryErrorAndEndsWith2(string command)
    {
        using var mistakes = TestSiteFolder.WithMistakes();

        var ended = await HostProcess.RunAsync(
            [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--config", mistakes.Config]);

        Assert.Equal(2, ended.ExitCode);
        var site = Path.Combine(mistakes.Config, "sites", "lab.yaml");
        Assert.Contains($"{site}:4:", ended.Output, StringComparison.Ordinal);
        Assert.Contains("70000", ended.Output, StringComparison.Ordinal);
        Assert.Contains("did you mean 'dc-battery-storage'?", ended.Output, StringComparison.Ordinal);
        Assert.Contains("'gone'", ended.Output, StringComparison.Ordinal);
        Assert.Contains("errors; nothing was started.", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_TheDemonstrators_HasNoError()
    {
        var ended = await HostProcess.RunAsync("validate", "--config", Path.Combine(AppContext.BaseDirectory, "silo-config"));

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("3 sites with 15 devices, no error.", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls http://0.0.0.0:0", "reachable from other machines")]
    [InlineData("--config nowhere", "'nowhere'")]
    [InlineData("--simulate perhaps", "perhaps")]
    [InlineData("--speed 9", "--speed")]
    public async Task Run_BadArgument_IsNamedAndEndsWith2(string arguments, string names)
    {
        var ended = await HostProcess.RunAsync([.. arguments.Split(' '), "--data", _folder]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(names, ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PortTaken_IsNamedAndEndsWith1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var ended = await HostProcess.RunAsync("--urls", $"http://{other.LocalEndpoint}", "--data", _folder);

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal($"--urls: cannot listen on http://{other.LocalEndpoint}: another program listens there.", ended.Output.Trim());
    }

    [Fact]
    public async Task Run_LocalhostWithAnyPort_SaysWhichOneItIs()
    {
        await using var host = PeerProcess.Start(HostProgram.Dotnet, HostProgram.Assembly, "--urls", "http://localhost:0", "--data", _folder);

        await Eventually.TrueAsync(() => host.Output.Contains("Application started", StringComparison.Ordinal), "the host has started");

        var address = Regex.Match(host.Output, "Now listening on: (http://127.0.0.1:[1-9][0-9]*)").Groups[1].Value;
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Run_ByDefault_IsQuietAndStopsInTime()
    {
        await using var host = await HostProcess.StartAsync(_folder);

        // Orleans may warn of a machine that is busy; it says nothing else.
        Assert.DoesNotContain("info: Orleans", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ServerGC", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Polly", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, await host.StopAsync());
        Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience.Of(TimeSpan.FromSeconds(10)), host.Output);
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ConnectionsThatLeadNowhere_AreSaidOnceAndTheHostIsReady()
    {
        var endpoints = Path.Combine(_folder, "endpoints.json");
        await File.WriteAllTextAsync(endpoints, "{}");

        await using var host = await HostProcess.StartAsync(Path.Combine(_folder, "data"), null, endpoints, new Dictionary<string, string>());

        using var site = await host.Client.GetAsync(new Uri("/api/v1/sites/industrial", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, site.StatusCode);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cluster:Provider", "redis", "Cluster: ConnectionString is needed")]
    [InlineData("Cluster:Provider", "zookeeper", "it may be local, redis, azure, postgres")]
    [InlineData("Storage:Provider", "postgres", "Storage: The storage needs a connection string")]
    [InlineData("FieldSites:0", "atlantis", "there is no site 'atlantis'")]
    public async Task Run_WrongSetting_IsNamedAndEndsWith2(string setting, string value, string says)
    {
        await using var host = PeerProcess.Start(
            HostProgram.Dotnet,
            new Dictionary<string, string> { [setting.Replace(":", "__", StringComparison.Ordinal)] = value },
            HostProgram.Assembly, "--urls", "http://127.0.0.1:0", "--data", _folder);

        Assert.Equal(2, await host.WaitForExitAsync());
        await Eventually.TrueAsync(() => host.Output.Contains(says, StringComparison.Ordinal), $"'{host.Output}' says '{says}'");
    }

    [Fact]
    public async Task Run_ClusterOnAFile_IsRefusedWithTheFix()
    {
        await using var host = PeerProcess.Start(
            HostProgram.Dotnet,
            new Dictionary<string, string> { ["Cluster__Provider"] = "redis", ["Cluster__ConnectionString"] = "127.0.0.1:1" },
            HostProgram.Assembly, "--urls", "http://127.0.0.1:0", "--data", _folder, "--simulate", "false");

        Assert.Equal(2, await host.WaitForExitAsync());
        await Eventually.TrueAsync(() => host.Output.Contains("set it to 'postgres'", StringComparison.Ordinal), "the fix is named");
    }

    [Fact]
    public async Task Run_DataFolderOfAnEarlierVersion_IsRefusedWithTheFix()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "state", "devicetwin"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "state", "devicetwin", "bess-1=device.json"), "{}");

        var ended = await HostProcess.RunAsync("--urls", "http://127.0.0.1:0", "--data", _folder);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("written by an earlier version", ended.Output, StringComparison.Ordinal);
        Assert.Contains("new, empty folder", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--site atlantis", "there is no site 'atlantis'")]
    [InlineData("--listen 0.0.0.0", "'0.0.0.0' is not a loopback address")]
    public async Task Simulate_BadArgument_IsNamedAndEndsWith2(string arguments, string names)
    {
        var ended = await HostProcess.RunAsync(["simulate", .. arguments.Split(' ')]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(names, ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DataFolderIsAFile_IsNamedAndEndsWith2()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "no folder");

        var ended = await HostProcess.RunAsync("--urls", "http://127.0.0.1:0", "--data", file);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("--data", ended.Output, StringComparison.Ordinal);
    }
}
