using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Twins.Testing.Peers;
using Twins.Testing.Platform;

namespace Twins.Peers.Tests.Cluster;

/// <summary>
/// Two hosts as processes that form a cluster, over one PostgreSQL, with the devices as a third process. The first may open the field of two
/// sites alone, the second that of all: so the first owns those two, and the second the building.
/// </summary>
internal sealed class TwoSilos : IAsyncDisposable
{
    public const string SiteOfA = "industrial";
    public const string BatteryOfA = "industrial/bess-1";
    public const string ConverterOfB = "building/interlink-1";

    private readonly IAsyncDisposable _members;
    private readonly PostgresServer _database;
    private readonly SimulatedDevices _devices;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twins-cluster");
    private readonly Dictionary<string, string> _settings;
    private HostProcess? _a;
    private HostProcess? _b;

    private TwoSilos(IAsyncDisposable members, PostgresServer database, SimulatedDevices devices, Dictionary<string, string> settings)
    {
        _members = members;
        _database = database;
        _devices = devices;
        _settings = settings;
    }

    public HostProcess A => _a!;

    public HostProcess B => _b!;

    public static async Task<TwoSilos> OnRedisAsync()
    {
        var redis = await RedisServer.StartAsync();
        return await StartAsync(redis, "redis", redis.ConnectionString);
    }

    public static async Task<TwoSilos> OnAzureTablesAsync()
    {
        var azurite = await AzuriteServer.StartAsync();
        return await StartAsync(azurite, "azure", azurite.ConnectionString);
    }

    /// <summary>Starts the first again, as a service manager does after a crash.</summary>
    public async Task StartAAsync() => _a = await StartHostAsync("a", ("FieldSites:0", SiteOfA), ("FieldSites:1", "stuttgart-dc"));

    /// <summary>A device as a host shows it; null when the host answers otherwise.</summary>
    public static async Task<JsonNode?> DeviceAsync(HostProcess host, string device)
    {
        using var answer = await host.Client.GetAsync(new Uri($"/api/v1/devices/{device}", UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.OK ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }

    /// <summary>The fresh number of a point as a host shows it; null when there is none.</summary>
    public static async Task<double?> FreshAsync(HostProcess host, string device, string point)
    {
        var found = (await DeviceAsync(host, device))?["points"]!.AsArray().Single(known => (string?)known!["key"] == point);
        return (string?)found?["quality"] == "good" ? (double?)found!["value"] : null;
    }

    /// <summary>Puts the battery's power through a host, for ten minutes.</summary>
    public static Task<(HttpStatusCode Status, JsonNode Answer)> SetPowerAsync(HostProcess host, double watts) =>
        SetAsync(host, BatteryOfA, "powerSetpoint", FormattableString.Invariant($"{{\"value\": {watts}, \"unit\": \"W\", \"validFor\": \"PT10M\"}}"));

    /// <summary>Puts a setpoint through a host.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode Answer)> SetAsync(HostProcess host, string device, string point, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await host.Client.PutAsync(new Uri($"/api/v1/devices/{device}/setpoints/{point}", UriKind.Relative), body);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    public async ValueTask DisposeAsync()
    {
        await (_a?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_b?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _devices.DisposeAsync();
        await _database.DisposeAsync();
        await _members.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<TwoSilos> StartAsync(IAsyncDisposable members, string provider, string connection)
    {
        var database = await PostgresServer.StartAsync();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Cluster:Provider"] = provider,
            ["Cluster:ConnectionString"] = connection,
            ["Storage:Provider"] = "postgres",
            ["Storage:ConnectionString"] = await database.CreateDatabaseAsync("twins_cluster"),
        };
        var silos = new TwoSilos(members, database, await SimulatedDevices.StartAsync(), settings);
        try
        {
            await silos.StartAAsync();
            silos._b = await silos.StartHostAsync("b");
            await silos.B.WaitUntilAsync(
                async () => await FreshAsync(silos.B, BatteryOfA, "activePower") is not null && await FreshAsync(silos.A, ConverterOfB, "dcVoltage") is not null,
                "show live values of both silos");
            return silos;
        }
        catch
        {
            await silos.DisposeAsync();
            throw;
        }
    }

    private Task<HostProcess> StartHostAsync(string name, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(_settings, StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return HostProcess.StartAsync(Path.Combine(_folder.FullName, name), null, _devices.File, all);
    }
}
