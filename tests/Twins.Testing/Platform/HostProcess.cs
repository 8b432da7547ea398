using System.Globalization;
using System.Net;
using Twins.Testing.Peers;

namespace Twins.Testing.Platform;

/// <summary>The platform as a process of its own, on a free loopback port: what an operator starts, and what a power cut ends.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    /// <summary>How long a host may take until it is ready, on a machine that does much else.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(20);

    private readonly PeerProcess _process;
    private readonly long _began;

    private HostProcess(PeerProcess process, Uri address, long began)
    {
        _process = process;
        _began = began;
        Address = address;
        Client = new HttpClient { BaseAddress = address, Timeout = Patience };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client of it.</summary>
    public HttpClient Client { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>The last lines it printed.</summary>
    public string Output => _process.Output;

    /// <summary>Time since it was started.</summary>
    public TimeSpan Age => TimeProvider.System.GetElapsedTime(_began);

    /// <summary>Starts a host and waits until it is ready.</summary>
    /// <param name="dataFolder">Folder for everything durable.</param>
    /// <param name="configFolder">Folder of descriptions; null takes the demonstration sites.</param>
    /// <param name="simulate">Whether the sites' devices are simulated.</param>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message holds what it printed.</exception>
    public static Task<HostProcess> StartAsync(string dataFolder, string? configFolder = null, bool simulate = true) =>
        StartAsync(dataFolder, configFolder, simulate ? "true" : "false", new Dictionary<string, string>());

    /// <summary>Starts a host with settings and waits until it is ready.</summary>
    /// <param name="dataFolder">Folder for everything durable.</param>
    /// <param name="configFolder">Folder of descriptions; null takes the demonstration sites.</param>
    /// <param name="simulate">What <c>--simulate</c> says: true, false, or a file of <c>twins simulate</c>.</param>
    /// <param name="settings">Settings such as <c>Cluster:Provider</c>.</param>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message holds what it printed.</exception>
    public static async Task<HostProcess> StartAsync(
        string dataFolder, string? configFolder, string simulate, IReadOnlyDictionary<string, string> settings)
    {
        List<string> arguments = [HostProgram.Assembly, "--data", dataFolder, "--simulate", simulate];
        if (configFolder is not null)
        {
            arguments.AddRange(["--config", configFolder]);
        }

        return await StartAsync(HostProgram.Dotnet, PeerProgram.Folder, settings, arguments);
    }

    /// <summary>Starts a published host with the sites that travel with it, and waits until it is ready.</summary>
    /// <param name="program">The program's path.</param>
    /// <param name="folder">Folder in which it is started.</param>
    /// <param name="dataFolder">Folder for everything durable.</param>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message holds what it printed.</exception>
    public static Task<HostProcess> StartPublishedAsync(string program, string folder, string dataFolder) =>
        StartAsync(program, folder, new Dictionary<string, string>(), ["--data", dataFolder]);

    private static async Task<HostProcess> StartAsync(
        string program, string folder, IReadOnlyDictionary<string, string> settings, List<string> arguments)
    {
        var address = new Uri($"http://127.0.0.1:{PeerProgram.FreePort().ToString(CultureInfo.InvariantCulture)}");
        arguments.AddRange(["--urls", address.ToString()]);
        var began = TimeProvider.System.GetTimestamp();
        var host = new HostProcess(PeerProcess.Start(program, folder, Variables(settings), arguments), address, began);
        try
        {
            await host.WaitUntilAsync(host.IsReadyAsync, "be ready");
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the host's program with other arguments to its end.</summary>
    /// <param name="arguments">The arguments.</param>
    public static Task<PeerResult> RunAsync(params IEnumerable<string> arguments) =>
        PeerProcess.RunAsync(HostProgram.Dotnet, arguments.Prepend(HostProgram.Assembly));

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">What the host should do, for the message.</param>
    /// <exception cref="InvalidOperationException">The host ended, or the condition did not hold in time.</exception>
    public async Task WaitUntilAsync(Func<Task<bool>> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!_process.HasExited && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(BetweenAttempts, TimeProvider.System);
        }

        throw new InvalidOperationException(
            $"The host did not {what} within {Patience.TotalSeconds} s{(_process.HasExited ? ", it ended" : "")}. It printed:\n{Output}");
    }

    /// <summary>Asks it to stop in order, as a service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await PeerProcess.RunAsync("/bin/sh", "-c", $"kill -TERM {Id.ToString(CultureInfo.InvariantCulture)}");
        return await _process.WaitForExitAsync();
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }

    // Settings reach a process through its environment, where a colon is written as two underscores.
    private static Dictionary<string, string> Variables(IReadOnlyDictionary<string, string> settings) =>
        settings.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value, StringComparer.Ordinal);

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
