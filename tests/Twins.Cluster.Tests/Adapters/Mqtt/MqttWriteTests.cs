using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using MQTTnet;
using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Connections;
using Twins.Points;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

/// <summary>Writes over MQTT: one ordered lane a device, and what a publish, an answer and a report tell.</summary>
public sealed class MqttWriteTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(5);

    // Without an answer, and with a watchdog of a minute.
    private static readonly string Watched = InverterSite.Inverter
        .Replace("acknowledgement: {topic: \"pv/{device}/answer\", correlation: /id, result: /ok, accepted: [true], reason: /why, timeoutMs: 2000}", "watchdogS: 60", StringComparison.Ordinal);

    // Reports its limit when that changes, and never else.
    private static readonly string OnChange = InverterSite.Inverter
        .Replace("everyS: 5\n      time", "time", StringComparison.Ordinal).Replace("      everyS: 5\n      time", "      time", StringComparison.Ordinal);

    [Fact]
    public Task Watchdog_NeverRepeatsAnOlderValueAfterANewerWrite() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync(description: Watched);
        await site.Devices.SubscribeAsync("pv/inverter-1/set");
        Task<WriteResult> first = site.Worker.WriteAsync(Write(1_000));
        Assert.Equal(1_000, await LimitAsync(site));
        await ReportAsync(site, 1_000);
        Assert.True((await first).Followed);

        // The refresh of the first is due at 20 s.
        site.Clock.Advance(TimeSpan.FromSeconds(19.9));
        Task<WriteResult> second = site.Worker.WriteAsync(Write(2_000));
        Assert.Equal(2_000, await LimitAsync(site));
        site.Clock.Advance(TimeSpan.FromSeconds(0.5));
        await ReportAsync(site, 2_000);
        Assert.True((await second).Followed);
        Assert.False(site.Devices.HasMore);

        site.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(2_000, await LimitAsync(site));
    });

    [Fact]
    public Task Write_NewerOneComesWhileTheDeviceIsAwaited_SupersedesIt() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        await site.Devices.SubscribeAsync("pv/inverter-1/set");
        Task<WriteResult> first = site.Worker.WriteAsync(Write(1_000));
        await site.Devices.ReceiveAsync();
        Task<WriteResult> second = site.Worker.WriteAsync(Write(2_000));
        JsonNode command = Body(await site.Devices.ReceiveAsync());
        await AnswerAsync(site, command, "true");
        await ReportAsync(site, 2_000);

        Assert.True((await first).Superseded);
        Assert.True((await second).Followed);
        Assert.NotNull((await second).AcknowledgedAt);
    });

    [Fact]
    public Task Write_ConnectionLostBeforeTheBrokerAccepts_MayHaveArrivedAndTheReportDecides() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        var accepting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        site.Broker.BeforeAccepting = topic =>
        {
            arrived.TrySetResult();
            return topic == "pv/inverter-1/set" ? accepting.Task : Task.CompletedTask;
        };
        Task<WriteResult> write = site.Worker.WriteAsync(Write(1_000));
        await arrived.Task.WaitAsync(Patience.Usual);
        await site.Broker.CutAdapterAsync();
        accepting.SetResult();
        await Eventually.TrueAsync(() => site.Status.State == ConnectionState.BackingOff, "the loss");
        await site.WhileTimePassesAsync(() => site.Status.State == ConnectionState.Connected, "the connection", 20);
        Assert.False(write.IsCompleted);
        await ReportAsync(site, 1_000);
        await Eventually.TrueAsync(() => site.Twins[0].Applied.Count == 1, "the report");

        // Its answer is waited for a little longer.
        await site.WhileTimePassesAsync(() => write.IsCompleted, "the result", 10);
        WriteResult result = await write;
        Assert.Equal((WriteProgress.ReadBack, true), (result.Progress, result.Followed));
        Assert.NotNull(result.SentAt);
    });

    [Fact]
    public Task Write_ConnectionLostBeforeTheBrokerAccepts_AndNoReport_IsSentAndNotNotSent() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        site.Broker.BeforeAccepting = _ =>
        {
            arrived.TrySetResult();
            return accepting.Task;
        };
        Task<WriteResult> write = site.Worker.WriteAsync(Write(1_000));
        await arrived.Task.WaitAsync(Patience.Usual);
        await site.Broker.CutAdapterAsync();
        accepting.SetResult();
        await site.WhileTimePassesAsync(() => write.IsCompleted, "the result", 250);

        Assert.Equal((WriteProgress.Sent, CommandRefusal.None), ((await write).Progress, (await write).Refusal));
    });

    [Fact]
    public Task Write_WhileDisconnected_IsNotSentAndNotKeptForLater() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        await site.Devices.SubscribeAsync("pv/inverter-1/set");
        await site.Broker.CutAdapterAsync();
        await Eventually.TrueAsync(() => site.Status.State == ConnectionState.BackingOff, "the loss");
        WriteResult result = await site.Worker.WriteAsync(Write(1_000));
        await site.WhileTimePassesAsync(() => site.Status.State == ConnectionState.Connected, "the connection", 20);
        await site.Devices.PublishAsync("pv/inverter-1/set", "this is the first that comes");

        Assert.Equal((WriteProgress.NotSent, CommandRefusal.Disconnected), (result.Progress, result.Refusal));
        Assert.Equal("this is the first that comes", Text(await site.Devices.ReceiveAsync()));
    });

    [Fact]
    public Task Write_OfAValueThatAnOnChangeDeviceHas_IsVerifiedByItsAnswer() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync(description: OnChange);
        await site.Devices.SubscribeAsync("pv/inverter-1/set");
        await ReportAsync(site, 1_000);
        await Eventually.TrueAsync(() => site.Twins[0].Applied.Count == 1, "the report");
        Task<WriteResult> write = site.Worker.WriteAsync(Write(1_000));
        await AnswerAsync(site, Body(await site.Devices.ReceiveAsync()), "true");

        WriteResult result = await write.WaitAsync(Patience.Usual);
        Assert.Equal((WriteProgress.ReadBack, true, 1_000), (result.Progress, result.Followed, result.ReadBack.Number));
    });

    [Fact]
    public Task Write_Message_IsNotRetainedAndExpiresWithItsValidity() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        await site.Devices.SubscribeAsync("pv/inverter-1/set");
        _ = site.Worker.WriteAsync(Write(1_000) with { HoldFor = TimeSpan.FromSeconds(40) });
        MqttApplicationMessage message = await site.Devices.ReceiveAsync();

        Assert.False(message.Retain);
        Assert.InRange(message.MessageExpiryInterval, 38u, 40u);
    });

    private static SetpointWrite Write(double watts) =>
        new(Guid.CreateVersion7(), "inverter-1", "powerLimitSetpoint", PointValue.FromNumber(watts), Hold);

    private static string Text(MqttApplicationMessage message) => Encoding.UTF8.GetString(message.Payload.ToArray());

    private static JsonNode Body(MqttApplicationMessage message) => JsonNode.Parse(Text(message))!;

    private static async Task<double> LimitAsync(ConnectedInverters site) => (double)Body(await site.Devices.ReceiveAsync())["limit"]!;

    private static Task ReportAsync(ConnectedInverters site, double limit) => site.Devices.PublishAsync(
        "pv/inverter-1/telemetry", string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"limit": {{limit}}}"""));

    private static Task AnswerAsync(ConnectedInverters site, JsonNode command, string ok) =>
        site.Devices.PublishAsync("pv/inverter-1/answer", $$"""{"id": "{{command["id"]}}", "ok": {{ok}}}""");
}
