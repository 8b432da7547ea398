using System.Net;
using Twins.Tests.Api.Scripted;
using Twins.Points;

namespace Twins.Tests.Api.Events;

public sealed class EventEndpointsTests : IAsyncLifetime
{
    private readonly ApiServer _api = new();

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Events_Opened_BeginWithTheStateOfEveryDevice()
    {
        _api.Twin.Read("activePower", PointValue.FromNumber(1234));
        await using var events = await EventReader.OpenAsync(_api, "/api/v1/events");

        var snapshot = await events.NextAsync();

        Assert.Equal("snapshot", snapshot.Name);
        Assert.Equal("harbour/bess-1/5/41", snapshot.Id);
        Assert.Equal("harbour/bess-1", (string?)snapshot.Data["device"]);
        Assert.Equal(5, (long)snapshot.Data["epoch"]!);
        Assert.Equal("online", (string?)snapshot.Data["connectivity"]!["state"]);
        Assert.Equal(TestSites.Definition.Points.Count, snapshot.Data["points"]!.AsArray().Count);
        Assert.Equal(1234, (double)snapshot.Data["points"]![0]!["value"]!);
    }

    [Fact]
    public async Task Events_AfterAChange_CarryOnlyWhatChanged()
    {
        await using var events = await EventReader.OpenAsync(_api, "/api/v1/events?site=harbour");
        await events.NextAsync();

        await _api.Grains.Site.PublishAsync(ScriptedTwin.Change(42, ("activePower", 77)));
        var change = await events.NextAsync();

        Assert.Equal("change", change.Name);
        Assert.Equal("harbour/bess-1/5/42", change.Id);
        var point = Assert.Single(change.Data["points"]!.AsArray())!;
        Assert.Equal("activePower", (string?)point["key"]);
        Assert.Equal(77, (double)point["value"]!);
        Assert.Null(change.Data["connectivity"]);
    }

    [Theory]
    [InlineData("device=bess-1&point=activePower")]
    [InlineData("device=harbour/bess-1&point=activePower")]
    [InlineData("site=harbour&device=harbour/bess-1&point=activePower")]
    public async Task Events_OfOnePoint_LeaveTheOthersOut(string query)
    {
        await using var events = await EventReader.OpenAsync(_api, "/api/v1/events?" + query);

        Assert.Equal("activePower", (string?)Assert.Single((await events.NextAsync()).Data["points"]!.AsArray())!["key"]);
        await _api.Grains.Site.PublishAsync(ScriptedTwin.Change(42, ("temperature", 20)));
        await _api.Grains.Site.PublishAsync(ScriptedTwin.Change(43, ("temperature", 21), ("activePower", 78)));

        var change = await events.NextAsync();
        Assert.Equal("harbour/bess-1/5/43", change.Id);
        Assert.Equal("activePower", (string?)Assert.Single(change.Data["points"]!.AsArray())!["key"]);
    }

    [Theory]
    [InlineData("site=nowhere", HttpStatusCode.NotFound, "unknownSite")]
    [InlineData("device=nothing", HttpStatusCode.NotFound, "unknownDevice")]
    [InlineData("site=harbour&device=nothing", HttpStatusCode.NotFound, "unknownDevice")]
    [InlineData("point=nothing", HttpStatusCode.NotFound, "unknownPoint")]
    [InlineData("site=elsewhere&device=harbour/bess-1", HttpStatusCode.BadRequest, "contradiction")]
    public async Task Events_FilterThatCanNeverMatch_IsAProblem(string query, HttpStatusCode status, string code) =>
        Assert.NotEmpty((await _api.GetAsync("/api/v1/events?" + query)).Problem(status, code));
}
