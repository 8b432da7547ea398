using System.Globalization;
using Npgsql;
using Twins.Storage.Relational;
using Twins.Testing.Peers;
using Twins.Testing.Time;

namespace Twins.Tests.Storage.Relational;

/// <summary>Debian's PostgreSQL on a folder and a loopback port of its own; it ends with this process, whatever ends it.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Installed = "/usr/lib/postgresql";

    // No flushing: what these tests kill is the server, never the machine. The shell waits for the end of its input, which the end of this process brings about.
    private const string Run = "\"$0\" -D \"$1\" -k \"$1\" -p \"$2\" -c listen_addresses=127.0.0.1 -c max_connections=50 -c fsync=off & "
        + "server=$!; cat >/dev/null; kill -QUIT $server; wait $server";

    private readonly string _folder = Directory.CreateTempSubdirectory("twins-postgres-").FullName;
    private readonly int _port = PeerProgram.FreePort();
    private PeerProcess? _server;
    private int _databases;

    /// <summary>An empty database.</summary>
    public async Task<RelationalStorageOptions> CreateDatabaseAsync()
    {
        if (_server is null)
        {
            const string Missing = "PostgreSQL (Debian's package postgresql) is not installed";
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Assert.Skip(Missing);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return new RelationalStorageOptions { Provider = RelationalProvider.Postgres, ConnectionString = ConnectionString(name) };
    }

    public async ValueTask InitializeAsync()
    {
        if (FindPrograms() is not { } programs)
        {
            return;
        }

        var data = Path.Combine(_folder, "data");
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            await RunAsync("/bin/chown", "postgres", _folder);
        }

        await RunAsync(AsPostgres([Path.Combine(programs, "initdb"), "-D", data, "-U", "twins", "-A", "trust", "-E", "UTF8", "--no-sync"]));
        await StartAsync();
    }

    public async Task StartAsync()
    {
        var command = AsPostgres(["/bin/sh", "-c", Run, Path.Combine(FindPrograms()!, "postgres"), Path.Combine(_folder, "data"), $"{_port}"]);
        _server = PeerProcess.Start(command[0], command[1..]);
        await _server.WaitForPortAsync(_port);
        await Eventually.TrueAsync(AcceptsAsync, "PostgreSQL accepts connections");
    }

    /// <summary>As the loss of the server's machine does.</summary>
    public async Task KillAsync()
    {
        // The server is a child of the program that changed the user: it is waited for itself, or the next one finds its lock.
        var server = File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First();
        await _server!.DisposeAsync();
        await PeerProcess.RunAsync("/bin/sh", "-c", $"kill -KILL {server} 2>/dev/null; true");
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{server}"), "the server has ended");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username=twins;Database={database};Timeout=10";

    private async Task<bool> AcceptsAsync()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            return true;
        }
        catch (NpgsqlException exception) when (exception.SqlState == PostgresErrorCodes.CannotConnectNow)
        {
            return false;
        }
    }

    private static string? FindPrograms() => !Directory.Exists(Installed)
        ? null
        : Directory.EnumerateDirectories(Installed).Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    private static string[] AsPostgres(string[] command) =>
        Environment.IsPrivilegedProcess ? [PeerProgram.Find("runuser")!, "-u", "postgres", "--", .. command] : command;

    private static async Task RunAsync(params string[] command)
    {
        var result = await PeerProcess.RunAsync(command[0], command[1..]);
        Assert.True(result.ExitCode == 0, result.Output);
    }
}
