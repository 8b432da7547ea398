using System.Globalization;
using Xunit;

namespace Twins.Testing.Peers;

/// <summary>Debian's PostgreSQL as an instance of a test's own: in a temporary folder, on a free loopback port, gone with the test.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Administrator = "twins";
    private const string Account = "postgres";

    private readonly DirectoryInfo _folder;
    private readonly PeerProcess _server;
    private readonly string _programs;
    private readonly int _port;

    private PostgresServer(DirectoryInfo folder, PeerProcess server, string programs, int port)
    {
        _folder = folder;
        _server = server;
        _programs = programs;
        _port = port;
    }

    /// <summary>Starts an instance; a test without Debian's postgresql ends here as skipped.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var programs = Programs();
        Assert.SkipUnless(programs is not null, "Debian's postgresql is not installed");
        var folder = Directory.CreateTempSubdirectory("twins-postgres");
        var data = Path.Combine(folder.FullName, "data");
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", Account, folder.FullName);
        }

        await RunAsync(
            Path.Combine(programs, "initdb"), "-D", data, "-U", Administrator, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync");
        var port = PeerProgram.FreePort();
        var (program, arguments) = AsAccount(
            Path.Combine(programs, "postgres"),
            ["-D", data, "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k", folder.FullName]);
        var server = PeerProcess.Start(program, arguments);
        await server.WaitForPortAsync(port);
        return new PostgresServer(folder, server, programs, port);
    }

    /// <summary>Makes a database, and returns how it is reached.</summary>
    /// <param name="name">Its name.</param>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        var port = _port.ToString(CultureInfo.InvariantCulture);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var made = await PeerProcess.RunAsync(Path.Combine(_programs, "createdb"), "-h", "127.0.0.1", "-p", port, "-U", Administrator, name);
            if (made.ExitCode == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Database={name};Username={Administrator}");
            }

            // It listens before it takes connections.
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), made.Output + _server.Output);
        }
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string? Programs() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .OrderByDescending(version => int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Select(version => Path.Combine(version, "bin"))
            .FirstOrDefault(programs => File.Exists(Path.Combine(programs, "initdb")))
        : null;

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var (called, with) = program == "chown" ? (program, arguments) : AsAccount(program, arguments);
        var result = await PeerProcess.RunAsync(called, with);
        Assert.True(result.ExitCode == 0, result.Output);
    }

    // PostgreSQL refuses to run as root.
    private static (string Program, string[] Arguments) AsAccount(string program, string[] arguments) => Environment.IsPrivilegedProcess
        ? ("setpriv", ["--reuid", Account, "--regid", Account, "--clear-groups", "--pdeathsig", "KILL", program, .. arguments])
        : (program, arguments);
}
