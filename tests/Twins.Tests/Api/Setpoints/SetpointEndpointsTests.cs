using System.Net;
using System.Text.Json.Nodes;
using Twins.Tests.Api.Scripted;
using Twins.Commands;
using Twins.Points;

namespace Twins.Tests.Api.Setpoints;

public sealed class SetpointEndpointsTests : IAsyncLifetime
{
    private const string Path = "/api/v1/devices/harbour/bess-1/setpoints/powerSetpoint";
    private const string Fifty = """{"value": -50, "unit": "kW", "validFor": "PT5M"}""";

    private readonly ApiServer _api = new();

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Put_Verified_HasIdStateStagesRequestedAndReadBackInCanonicalUnit()
    {
        var answer = (await _api.PutAsync(Path, Fifty)).Ok();

        var request = Assert.Single(_api.Twin.Requests);
        Assert.Equal(7, request.Id.Version);
        Assert.Equal(-50_000, request.Value.Number);
        Assert.Equal(TimeSpan.FromMinutes(5), request.ValidFor);
        Assert.Equal(CommandOrigin.ApiClient, request.Origin);
        Assert.Equal(request.Id.ToString(), (string?)answer["id"]);
        Assert.Equal("verified", (string?)answer["state"]);
        Assert.Equal(-50_000, (double)answer["requested"]!);
        Assert.Equal(-50_000, (double)answer["readBack"]!);
        Assert.Equal("W", (string?)answer["unit"]);
        Assert.Equal("2026-01-31T12:05:00.000000Z", (string?)answer["validUntil"]);
        var stages = answer["stages"]!.AsArray();
        Assert.Equal(["requested", "verified"], stages.Select(stage => (string)stage!["state"]!));
        Assert.Equal("2026-01-31T12:00:00.020000Z", (string?)stages[1]!["time"]);
        Assert.True(stages[0]!.AsObject().ContainsKey("reason"));
    }

    [Theory]
    [InlineData(CommandState.Failed, "failed")]
    [InlineData(CommandState.TimedOut, "timedOut")]
    [InlineData(CommandState.Superseded, "superseded")]
    public async Task Put_DispatchedButNotVerified_IsOkWithStateAndReason(CommandState state, string name)
    {
        _api.Twin.OnSet = request => Task.FromResult(ScriptedTwin.Outcome(request, state, CommandRefusal.None, "the device said no", PointValue.None));

        var answer = (await _api.PutAsync(Path, Fifty)).Ok();

        Assert.Equal(name, (string?)answer["state"]);
        Assert.Equal("the device said no", (string?)answer["stages"]![1]!["reason"]);
        Assert.Null(answer["readBack"]);
    }

    [Theory]
    [InlineData(CommandRefusal.Limit, HttpStatusCode.UnprocessableEntity, "limit")]
    [InlineData(CommandRefusal.Disconnected, HttpStatusCode.ServiceUnavailable, "disconnected")]
    [InlineData(CommandRefusal.Busy, HttpStatusCode.TooManyRequests, "busy")]
    [InlineData(CommandRefusal.Storage, HttpStatusCode.ServiceUnavailable, "storage")]
    [InlineData(CommandRefusal.Conflict, HttpStatusCode.Conflict, "idempotencyKey")]
    [InlineData(CommandRefusal.Selected, HttpStatusCode.Conflict, "selected")]
    [InlineData(CommandRefusal.UnknownPoint, HttpStatusCode.NotFound, "unknownPoint")]
    [InlineData(CommandRefusal.UnknownDevice, HttpStatusCode.NotFound, "unknownDevice")]
    public async Task Put_Refused_IsAProblemWithTheTwinsReason(CommandRefusal refusal, HttpStatusCode status, string code)
    {
        const string reason = "-120000 W is below maxChargePower, -100000 W, of the site file";
        _api.Twin.OnSet = request => Task.FromResult(
            ScriptedTwin.Outcome(request, CommandState.Rejected, refusal, reason, PointValue.None));

        var detail = (await _api.PutAsync(Path, Fifty)).Problem(status, code);

        Assert.Equal(reason, detail);
    }

    [Fact]
    public async Task Put_WaitEnds_AnswersWithTheStagesSoFar()
    {
        var end = new TaskCompletionSource<Command>();
        SetpointRequest? seen = null;
        _api.Twin.OnSet = request =>
        {
            seen = request;
            return end.Task;
        };
        _api.Twin.OnGetCommand = id => id == seen!.Id
            ? ScriptedTwin.Outcome(seen, CommandState.Sent, CommandRefusal.None, null, PointValue.None)
            : null;

        var answer = (await _api.PutAsync(Path + "?wait=0", Fifty)).Accepted();

        Assert.Equal("sent", (string?)answer["state"]);
        end.SetException(new InvalidOperationException("nobody listens any more"));
    }

    [Fact]
    public async Task Put_WaitEndsBeforeTheTwinKnowsIt_AnswersRequested()
    {
        _api.Twin.OnSet = _ => new TaskCompletionSource<Command>().Task;

        var answer = (await _api.PutAsync(Path + "?wait=PT0S", Fifty)).Accepted();

        Assert.Equal("requested", (string?)answer["state"]);
        Assert.Equal(-50_000, (double)answer["requested"]!);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("21")]
    [InlineData("PT2M")]
    [InlineData("P1M")]
    public async Task Put_WaitOutOfBounds_IsMalformedAndNotDispatched(string wait)
    {
        var detail = (await _api.PutAsync($"{Path}?wait={wait}", Fifty)).Problem(HttpStatusCode.BadRequest, "badWait");

        Assert.Contains(wait, detail, StringComparison.Ordinal);
        Assert.Contains("PT20S", detail, StringComparison.Ordinal);
        Assert.Empty(_api.Twin.Requests);
    }

    [Fact]
    public async Task Put_IdempotencyKey_IsTheCommandsId()
    {
        var id = Guid.CreateVersion7();

        var answer = (await _api.PutAsync(Path, Fifty, idempotencyKey: id.ToString())).Ok();

        Assert.Equal(id.ToString(), (string?)answer["id"]);
        Assert.Equal(id, Assert.Single(_api.Twin.Requests).Id);
    }

    [Fact]
    public async Task Put_IdempotencyKeyNoUuid_IsMalformed() => Assert.Contains(
        "'tuesday'",
        (await _api.PutAsync(Path, Fifty, idempotencyKey: "tuesday")).Problem(HttpStatusCode.BadRequest, "badIdempotencyKey"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("/api/v1/devices/harbour/bess-1/setpoints/nothing", "unknownPoint")]
    [InlineData("/api/v1/devices/harbour/bess-1/setpoints/activePower", "notASetpoint")]
    [InlineData("/api/v1/devices/harbour/nothing/setpoints/powerSetpoint", "unknownDevice")]
    [InlineData("/api/v1/devices/nowhere/bess-1/setpoints/powerSetpoint", "unknownSite")]
    public async Task Put_Unknown_IsNotFound(string path, string code) =>
        Assert.NotEmpty((await _api.PutAsync(path, Fifty)).Problem(HttpStatusCode.NotFound, code));

    [Fact]
    public async Task Put_TwinOverloaded_IsUnavailableWithAReason()
    {
        _api.Twin.OnSet = _ => throw new LimitExceededException("The mailbox of harbour/bess-1 is full.");

        Assert.Contains("mailbox", (await _api.PutAsync(Path, Fifty)).Problem(HttpStatusCode.ServiceUnavailable, "overloaded"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_NotYetEnded_IsAcceptedWithWhereToAsk()
    {
        _api.Twin.OnSet = request => Task.FromResult(ScriptedTwin.Outcome(
            request, CommandState.Unconfirmed, CommandRefusal.None, "the connection was lost during the write", PointValue.None));

        var answer = await _api.PutAsync(Path, Fifty);

        var id = (string)answer.Accepted()["id"]!;
        Assert.Equal("unconfirmed", (string?)answer.Json["state"]);
        Assert.EndsWith($"/api/v1/devices/harbour/bess-1/commands/{id}", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCommand_Known_ShowsEveryStage()
    {
        var id = Guid.CreateVersion7();
        var request = new SetpointRequest(id, "powerSetpoint", PointValue.FromNumber(5), null, CommandOrigin.ApiClient, "test", ScriptedTwin.Taken);
        _api.Twin.OnGetCommand = asked => asked == id
            ? ScriptedTwin.Outcome(request, CommandState.Verified, CommandRefusal.None, null, PointValue.FromNumber(5)) : null;

        Assert.Equal("verified", (string?)(await _api.GetAsync($"/api/v1/devices/harbour/bess-1/commands/{id}")).Ok()["state"]);
        (await _api.GetAsync($"/api/v1/devices/harbour/bess-1/commands/{Guid.CreateVersion7()}")).Problem(HttpStatusCode.NotFound, "unknownCommand");
    }

    [Theory]
    [InlineData("operatingMode", "\"gridForming\"", PointValueType.Enum, 3)]
    [InlineData("enabled", "true", PointValueType.Flag, 1)]
    [InlineData("startAt", "\"1970-01-01T00:00:01Z\"", PointValueType.Time, 1_000_000)]
    public async Task Put_OtherShapes_ReachTheTwinTyped(string point, string value, PointValueType type, long bits)
    {
        (await _api.SetAsync(point, $$"""{"value": {{value}}}""")).Ok();

        var sent = Assert.Single(_api.Twin.Requests).Value;
        Assert.Equal((type, bits), (sent.Type, sent.Bits));
    }

    [Fact]
    public async Task Put_Text_ReachesTheTwin()
    {
        JsonNode answer = (await _api.SetAsync("label", """{"value": "Berth 7"}""")).Ok();

        Assert.Equal("Berth 7", Assert.Single(_api.Twin.Requests).Value.Text);
        Assert.Equal("Berth 7", (string?)answer["requested"]);
    }
}
