using System.Net;
using System.Text.Json.Nodes;
using Twins.Tests.Api.Scripted;

namespace Twins.Tests.Api.Sites;

public sealed class SiteEndpointsTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task ListSites_Always_IsAnArrayOfSitesWithKeys()
    {
        var sites = (await api.GetAsync("/api/v1/sites")).Ok().AsArray();

        var site = Assert.Single(sites)!;
        Assert.Equal("harbour", (string?)site["key"]);
        Assert.Equal("Test harbour", (string?)site["title"]);
        Assert.True((bool)site["simulated"]!);
        Assert.Equal("grid", (string?)site["mode"]);
        Assert.Equal(12_000, (double)site["balance"]!["gridW"]!);
        Assert.Null(site["balance"]!["generationW"]);
        Assert.Equal(250_000, (double)site["limits"]!["gridImportW"]!);
        Assert.Equal(1, (int)site["deviceCount"]!);
        Assert.Equal(1, (int)site["onlineCount"]!);
        Assert.Equal("2026-01-31T12:00:00.000000Z", (string?)site["takenAt"]);
    }

    [Fact]
    public async Task GetSite_Known_HasDevicesAndConnections()
    {
        var site = (await api.GetAsync("/api/v1/sites/harbour")).Ok();

        Assert.Equal("harbour", (string?)site["key"]);
        Assert.Equal("Europe/Lisbon", (string?)site["timeZone"]);
        Assert.Equal(-16.91, (double)site["position"]!["longitude"]!);
        Assert.Equal("harbour/bess-1", (string?)Assert.Single(site["devices"]!.AsArray())!["key"]);
        var connection = Assert.Single(site["connections"]!.AsArray())!;
        Assert.Equal("storage", (string?)connection["key"]);
        Assert.Equal("connected", (string?)connection["state"]);
        Assert.Equal("timed out", (string?)connection["lastError"]);
        var messages = connection["messages"]!;
        Assert.Equal((5_000, 2, 1, 7), ((int)messages["received"]!, (int)messages["bad"]!, (int)messages["unmatched"]!, (int)messages["unacknowledged"]!));
        var bad = Assert.Single(messages["lastBad"]!.AsArray())!;
        Assert.Equal("pv/7/telemetry", (string?)bad["topic"]);
        Assert.Equal("'/voltage' is no number", (string?)bad["reason"]);
        Assert.Equal("""{"voltage": "x"}""", (string?)bad["excerpt"]);
    }

    [Fact]
    public async Task ListDevices_KnownSite_IsAnArrayOfDevicesWithKeyAndType()
    {
        var device = Assert.Single((await api.GetAsync("/api/v1/sites/harbour/devices")).Ok().AsArray())!;

        Assert.Equal("harbour/bess-1", (string?)device["key"]);
        Assert.Equal("bess", (string?)device["type"]);
        Assert.Equal("Battery", (string?)device["title"]);
        Assert.Equal("test-bess", (string?)device["product"]);
        Assert.Equal("online", (string?)device["connectivity"]!["state"]);
        Assert.Equal(2, (int)device["freshPoints"]!);
        Assert.Equal("mode", (string?)Assert.Single((JsonArray)device["abnormalStates"]!));
    }

    [Theory]
    [InlineData("/api/v1/sites/nowhere")]
    [InlineData("/api/v1/sites/nowhere/devices")]
    public async Task Site_Unknown_IsNotFoundAndNamesTheKnown(string path)
    {
        var detail = (await api.GetAsync(path)).Problem(HttpStatusCode.NotFound, "unknownSite");

        Assert.Contains("'nowhere'", detail, StringComparison.Ordinal);
        Assert.Contains("harbour", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSite_WithABroker_HasItsListenersFiguresSlowClientsAndIncidents()
    {
        var broker = (await api.GetAsync("/api/v1/sites/harbour")).Ok()["broker"]!;

        Assert.Equal((true, true, 2), ((bool)broker["running"]!, (bool)broker["persistent"]!, (int)broker["accounts"]!));
        Assert.Equal("127.0.0.1:1883", (string?)broker["listeners"]![0]!["address"]);
        Assert.Equal([3, 4, 5, 6, 700, 8], Numbers(broker, "clients", "sessions", "subscriptions", "retainedMessages", "retainedBytes", "queuedMessages"));
        Assert.Equal([9_000, 10_000, 11, 12, 13], Numbers(broker, "received", "sent", "dropped", "refused", "violations"));
        Assert.Equal("historian", (string?)broker["slowClients"]![0]!["client"]);
        Assert.Equal([4096, 1 << 20, 17], Numbers(broker["slowClients"]![0]!, "queuedMessages", "queuedBytes", "dropped"));
        Assert.Equal("meter-7", (string?)broker["incidents"]![0]!["client"]);
        Assert.Contains("1 MiB is allowed", (string?)broker["incidents"]![0]!["reason"], StringComparison.Ordinal);
    }

    private static long[] Numbers(JsonNode node, params string[] names) => [.. names.Select(name => (long)node[name]!)];
}
