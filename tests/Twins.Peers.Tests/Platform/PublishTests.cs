using System.Globalization;
using System.Net;
using Twins.Testing.Peers;
using Twins.Testing.Platform;

namespace Twins.Peers.Tests.Platform;

/// <summary>
/// What <c>dotnet publish</c> writes runs from anywhere: the static assets of a build lie in the clone and in the package folder, those of
/// published output lie in it.
/// </summary>
public sealed class PublishTests : IDisposable
{
    /// <summary>A publish compresses every asset, on a machine that does much else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("twins-publish").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Publish_MovedAndStartedElsewhere_ServesPagesAssetsAndSites()
    {
        var program = await PublishAndMoveAsync();
        var elsewhere = Directory.CreateDirectory(Path.Combine(_folder, "elsewhere")).FullName;

        await using var host = await HostProcess.StartPublishedAsync(program, elsewhere, Path.Combine(_folder, "data"));

        Assert.Contains("blazor.web.js", await TextAsync(host, "/", "text/html"), StringComparison.Ordinal);
        Assert.NotEmpty(await TextAsync(host, "/_framework/blazor.web.js", "text/javascript"));
        Assert.NotEmpty(await TextAsync(host, await StylesheetAsync(host), "text/css"));
        Assert.Contains("\"industrial\"", await TextAsync(host, "/api/v1/sites", "application/json"), StringComparison.Ordinal);
    }

    private async Task<string> PublishAndMoveAsync()
    {
        // The host that was built together with these tests: to build it again would replace it under the tests that run it.
        var configuration = Environment.GetEnvironmentVariable("TWINS_TEST_CONFIGURATION") ?? Path.GetFileName(Path.GetDirectoryName(HostProgram.Assembly)!);
        var output = Path.Combine(_folder, "output");
        var published = await PeerProcess.RunAsync(
            Patience,
            HostProgram.Dotnet,
            "publish", Path.Combine(Repository.Root, "src", "Twins.Host"), "-c", configuration, "--no-build", "-o", output, "-nodeReuse:false", "-v", "quiet");
        Assert.True(published.ExitCode == 0, $"dotnet publish ended with {published.ExitCode.ToString(CultureInfo.InvariantCulture)}:\n{published.Output}");

        var moved = Path.Combine(_folder, "moved");
        Directory.Move(output, moved);

        // The clone is still there, and would serve them if the output pointed to it.
        Assert.Empty(Directory.EnumerateFiles(moved, "*.staticwebassets.runtime.json"));
        return Path.Combine(moved, "Twins.Host");
    }

    // The stylesheets have the hash of their content in their name: the page says which there are.
    private static async Task<string> StylesheetAsync(HostProcess host)
    {
        var page = await host.Client.GetStringAsync(new Uri("/", UriKind.Relative));
        var sheet = page.Split('"').FirstOrDefault(part => part.EndsWith(".css", StringComparison.Ordinal));
        Assert.NotNull(sheet);
        return sheet.StartsWith('/') ? sheet : $"/{sheet}";
    }

    private static async Task<string> TextAsync(HostProcess host, string path, string mediaType)
    {
        using var answer = await host.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}\n{host.Output}");
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync();
    }
}
