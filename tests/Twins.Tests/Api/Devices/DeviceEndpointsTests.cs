using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Twins.Devices;
using Twins.Tests.Api.Scripted;
using Twins.Points;
using Twins.Readings;

namespace Twins.Tests.Api.Devices;

public sealed class DeviceEndpointsTests : IAsyncLifetime
{
    private readonly ApiServer _api = new();

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task GetDevice_Known_HasIdentityTypeAndEveryPointInOrder()
    {
        var device = await GetAsync();

        Assert.Equal("harbour/bess-1", (string?)device["key"]);
        Assert.Equal("harbour", (string?)device["site"]);
        Assert.Equal("bess", (string?)device["type"]);
        Assert.Equal("hash-1", (string?)device["descriptionHash"]);
        Assert.Equal(100_000, (double)device["ratings"]!["maxChargePower"]!);
        Assert.Equal(5, (long)device["epoch"]!);
        Assert.Equal(41, (long)device["sequence"]!);
        Assert.Equal(
            TestSites.Definition.Points.Select(point => point.Key),
            device["points"]!.AsArray().Select(point => (string)point!["key"]!));
    }

    [Fact]
    public async Task Point_Good_HasValueUnitTimeAndAgeButNoReason()
    {
        _api.Twin.Read("activePower", PointValue.FromNumber(-50_000.5));

        var point = await PointAsync("activePower");

        Assert.Equal(
            ["key", "value", "unit", "quality", "qualityReason", "time", "ageMs", "kind"],
            point.AsObject().Select(member => member.Key));
        Assert.Equal(-50_000.5, (double)point["value"]!);
        Assert.Equal("W", (string?)point["unit"]);
        Assert.Equal("good", (string?)point["quality"]);
        Assert.Null(point["qualityReason"]);
        Assert.Equal("2026-01-31T11:59:58.500000Z", (string?)point["time"]);
        Assert.Equal(1500, (long)point["ageMs"]!);
        Assert.Equal("measurement", (string?)point["kind"]);
    }

    [Fact]
    public async Task Point_NeverRead_HasNeitherValueNorTimeNorAge()
    {
        var point = await PointAsync("temperature");

        Assert.Null(point["value"]);
        Assert.Equal("°C", (string?)point["unit"]);
        Assert.Equal("bad", (string?)point["quality"]);
        Assert.Equal("neverRead", (string?)point["qualityReason"]);
        Assert.Null(point["time"]);
        Assert.Null(point["ageMs"]);
    }

    [Fact]
    public async Task Point_Stale_KeepsTheLastValueAndSaysWhy()
    {
        _api.Twin.Read("activePower", PointValue.FromNumber(1), Quality.Stale, QualityReason.Disconnected);

        var point = await PointAsync("activePower");

        Assert.Equal(1, (double)point["value"]!);
        Assert.Equal("stale", (string?)point["quality"]);
        Assert.Equal("disconnected", (string?)point["qualityReason"]);
    }

    [Theory]
    [InlineData(7, "\"groundFault\"")]
    [InlineData(99, "99")]
    public async Task Point_Enum_IsItsMembersKeyOrTheCodeNobodyDescribed(int code, string json)
    {
        _api.Twin.Read("mode", PointValue.FromEnum(code));

        var point = await PointAsync("mode");

        Assert.Equal(json, point["value"]!.ToJsonString());
        Assert.Null(point["unit"]);
    }

    [Fact]
    public async Task Point_Compound_IsAnObjectOrRows()
    {
        _api.Twin.Read("berth", PointValue.FromCompound(new PositionValue(32.5, -16.75)));
        _api.Twin.Read("schedule", PointValue.FromCompound(new ScheduleValue([new ScheduleEntry(ScriptedTwin.Taken, 900, -2000)])));
        var row = ImmutableArray.Create(PointValue.FromText("Lobo Marinho"), PointValue.FromNumber(80_000));
        _api.Twin.Read("ships", PointValue.FromCompound(new RecordsValue([row])));

        Assert.Equal("""{"latitude":32.5,"longitude":-16.75}""", (await PointAsync("berth"))["value"]!.ToJsonString());
        Assert.Equal(
            """[{"start":"2026-01-31T12:00:00.000000Z","duration":"PT15M","value":-2000}]""",
            (await PointAsync("schedule"))["value"]!.ToJsonString());
        Assert.Equal("""[{"name":"Lobo Marinho","power":80000}]""", (await PointAsync("ships"))["value"]!.ToJsonString());
    }

    [Fact]
    public async Task Setpoint_Commanded_ShowsDesiredAndReported()
    {
        var ordinal = TestSites.Ordinal("powerSetpoint");
        _api.Twin.Setpoints =
        [
            new SetpointStatus(
                ordinal, PointValue.FromNumber(-5000), "API client", ScriptedTwin.Taken, PointValue.FromNumber(-4990), ScriptedTwin.Taken, null),
        ];

        var setpoint = Assert.Single((await GetAsync())["setpoints"]!.AsArray())!;

        Assert.Equal("powerSetpoint", (string?)setpoint["key"]);
        Assert.Equal(-5000, (double)setpoint["desired"]!);
        Assert.Equal(-4990, (double)setpoint["reported"]!);
        Assert.Equal("API client", (string?)setpoint["desiredBy"]);
        Assert.Equal("W", (string?)setpoint["unit"]);
        Assert.Null(setpoint["last"]);
    }

    [Fact]
    public async Task Device_Offline_SaysWhyAndSinceWhen()
    {
        _api.Twin.Connectivity = new(Connectivity.Offline, "no answer within 1 s", ScriptedTwin.Taken);

        var connectivity = (await GetAsync())["connectivity"]!;

        Assert.Equal("offline", (string?)connectivity["state"]);
        Assert.Equal("no answer within 1 s", (string?)connectivity["reason"]);
        Assert.Equal("2026-01-31T12:00:00.000000Z", (string?)connectivity["since"]);
    }

    [Theory]
    [InlineData("nowhere/bess-1", "unknownSite")]
    [InlineData("harbour/nothing", "unknownDevice")]
    public async Task Device_Unknown_IsNotFound(string device, string code) =>
        Assert.Contains("'no", (await _api.GetAsync($"/api/v1/devices/{device}")).Problem(HttpStatusCode.NotFound, code), StringComparison.Ordinal);

    private async Task<JsonNode> GetAsync() => (await _api.GetAsync("/api/v1/devices/harbour/bess-1")).Ok();

    private async Task<JsonNode> PointAsync(string key) =>
        (await GetAsync())["points"]!.AsArray().Single(point => (string?)point!["key"] == key)!;
}
