using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Twins.Testing.Platform;

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
        Assert.Contains($"--urls: Failed to bind to address http://{other.LocalEndpoint}", ended.Output, StringComparison.Ordinal);
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
