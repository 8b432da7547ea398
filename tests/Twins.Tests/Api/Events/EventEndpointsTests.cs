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
        Assert.NotNull(snapshot.Id);
        Assert.Equal(41, (long)snapshot.Data["sequence"]!);
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
        Assert.Equal(42, (long)change.Data["sequence"]!);
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
        Assert.Equal(43, (long)change.Data["sequence"]!);
        Assert.Equal("activePower", (string?)Assert.Single(change.Data["points"]!.AsArray())!["key"]);
    }

    [Fact]
    public async Task Events_ClientComesBackWithItsLastId_GetsWhatItMissedAndNothingTwice()
    {
        string? last;
        await using (var events = await EventReader.OpenAsync(_api, "/api/v1/events?site=harbour"))
        {
            await events.NextAsync();
            await _api.Grains.Site.PublishAsync(ScriptedTwin.Change(42, ("activePower", 77)));
            last = (await events.NextAsync()).Id;
        }

        await _api.Grains.Site.PublishAsync(ScriptedTwin.Change(43, ("activePower", 78)));
        await _api.Grains.Site.PublishAsync(ScriptedTwin.Change(44, ("activePower", 79)));
        await using var again = await EventReader.OpenAsync(_api, "/api/v1/events?site=harbour", last);
        var first = await again.NextAsync();
        var second = await again.NextAsync();

        Assert.Equal(("change", 43L), (first.Name, (long)first.Data["sequence"]!));
        Assert.Equal(("change", 44L), (second.Name, (long)second.Data["sequence"]!));
    }

    [Theory]
    [InlineData("000000000000-3")]
    [InlineData("harbour/bess-1/5/41")]
    [InlineData("")]
    public async Task Events_LastIdOfAnotherProcess_BeginWithTheState(string lastEventId)
    {
        await using var events = await EventReader.OpenAsync(_api, "/api/v1/events?site=harbour", lastEventId);

        Assert.Equal("snapshot", (await events.NextAsync()).Name);
    }

    [Theory]
    [InlineData("/api/v1/sites")]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/devices/harbour/bess-1")]
    public async Task Head_AnswersAsGetWithoutABody(string path)
    {
        var answer = await _api.SendAsync(HttpMethod.Head, path);

        Assert.Equal((HttpStatusCode.OK, ""), (answer.Status, answer.Text));
        Assert.NotNull(answer.ContentType);
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
