using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Twins.Devices;
using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Points;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

public sealed class MqttCommandTests : IAsyncLifetime
{
    private InverterSite _site = null!;
    private FieldClient _inverter = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await InverterSite.StartAsync();
        _inverter = await _site.ConnectAsync();
        await _inverter.SubscribeAsync("pv/inverter-1/set");
        await ReportAsync(5_000);
        await _site.UntilAsync(Connectivity.Online);
    }

    public async ValueTask DisposeAsync()
    {
        await _inverter.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task Set_AnsweredAndReported_IsVerified()
    {
        Task<Command> set = SetAsync(1_500);
        JsonNode command = await CommandAsync();
        Assert.Equal(1_500, (double)command["limit"]!);
        await AnswerAsync(command, """{"ok": true}""");
        await ReportAsync(1_498);

        Command outcome = await set;
        Assert.Equal(
            [CommandState.Requested, CommandState.Authorised, CommandState.Sent, CommandState.Acknowledged, CommandState.Verified],
            outcome.Stages.Select(stage => stage.State));
        Assert.Equal(1_498, outcome.ReadBack.Number);
        Assert.Equal(outcome.Id.ToString(), (string?)command["id"]);
        SetpointStatus status = Assert.Single((await _site.Twin(1).GetSnapshotAsync()).Setpoints);
        Assert.Equal((1_500.0, 1_498.0), (status.Desired.Number, status.Reported.Number));
    }

    [Fact]
    public async Task Set_Refused_FailsWithTheDevicesReasonAndLeavesNothingStanding()
    {
        Task<Command> set = SetAsync(1_500);
        await AnswerAsync(await CommandAsync(), """{"ok": false, "why": "locked by the installer"}""");

        Command outcome = await set;
        Assert.Equal(CommandState.Failed, outcome.State);
        Assert.Equal("locked by the installer", outcome.Stages[^1].Reason);
        Assert.False(Assert.Single((await _site.Twin(1).GetSnapshotAsync()).Setpoints).Desired.HasValue);
    }

    [Fact]
    public async Task Set_AnswerLostButReported_IsVerified()
    {
        Task<Command> set = SetAsync(1_500);
        await CommandAsync();
        await ReportAsync(1_500);

        Command outcome = await set;
        Assert.Equal(CommandState.Verified, outcome.State);
        Assert.Contains("acknowledgement was lost", outcome.Stages[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_OldReportComesFirst_TheNextOneDecides()
    {
        Task<Command> set = SetAsync(1_500);
        JsonNode command = await CommandAsync();
        await ReportAsync(5_000);
        await AnswerAsync(command, """{"ok": true}""");
        await ReportAsync(1_500);

        Assert.Equal(CommandState.Verified, (await set).State);
    }

    [Fact]
    public async Task Set_TwoMore_OnlyTheLastIsSentAfterTheFirst()
    {
        Task<Command> first = SetAsync(1_000);
        JsonNode command = await CommandAsync();
        Task<Command> second = SetAsync(2_000);
        Task<Command> third = SetAsync(3_000);
        await AnswerAsync(command, """{"ok": true}""");
        await ReportAsync(1_000);
        await first;
        command = await CommandAsync();
        await AnswerAsync(command, """{"ok": true}""");
        await ReportAsync(3_000);

        Assert.Equal(
            [CommandState.Verified, CommandState.Superseded, CommandState.Verified],
            [(await first).State, (await second).State, (await third).State]);
        Assert.Equal(3_000, (double)command["limit"]!);
    }

    [Fact]
    public async Task Set_BrokerIsGone_IsRejectedAndNotSent()
    {
        await _site.StopBrokerAsync();
        await _site.UntilAsync(Connectivity.Offline);

        Command outcome = await SetAsync(1_500);

        Assert.Equal((CommandState.Rejected, CommandRefusal.Disconnected), (outcome.State, outcome.Refusal));
    }

    private Task<Command> SetAsync(double watts) => _site.Twin(1).SetAsync(new SetpointRequest(
        Guid.CreateVersion7(),
        "powerLimitSetpoint",
        PointValue.FromNumber(watts),
        TimeSpan.FromMinutes(5),
        CommandOrigin.Operator,
        "test",
        Timestamp.Now(_site.Clock)));

    private async Task<JsonNode> CommandAsync() => JsonNode.Parse(Encoding.UTF8.GetString((await _inverter.ReceiveAsync()).Payload.ToArray()))!;

    private Task AnswerAsync(JsonNode command, string answer)
    {
        JsonNode full = JsonNode.Parse(answer)!;
        full["id"] = (string?)command["id"];
        return _inverter.PublishAsync("pv/inverter-1/answer", full.ToJsonString());
    }

    private Task ReportAsync(double limit) => _inverter.PublishAsync("pv/inverter-1/telemetry", _site.Report(power: 100, limit: limit));
}
