using Twins.Adapters.Mqtt;
using System.Globalization;
using System.Text.Json.Nodes;
using Twins.Adapters.Modbus.Wire;
using MQTTnet;
using Twins.Simulator;

namespace Twins.Tests.Simulator.Serving.Mqtt;

public sealed class PublishingDeviceTests
{
    [Fact]
    public async Task Report_HoldsWhatTheDeviceTrulyDoesAtTheTimeOfTheClock()
    {
        await using PublishedSite site = await PublishedSite.StartAsync();

        JsonNode report = await site.NextReportAsync();

        Assert.True((double)report["power"]! > 0);
        Assert.Equal(5_000, (double)report["limit"]!);
        Assert.InRange(site.Clock.GetUtcNow() - TimeOf(report), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Command_Followed_IsAnsweredAndReportedAtOnce()
    {
        await using PublishedSite site = await PublishedSite.StartAsync();
        var id = Guid.CreateVersion7();

        await site.PublishAsync("pv/inverter-1/set", $$"""{"limit": 750, "id": "{{id}}"}""");
        JsonNode answer = JsonNode.Parse(site.Text(await site.NextAsync("pv/inverter-1/answer")))!;
        JsonNode report = await site.NextReportAsync();

        Assert.Equal((id.ToString(), true), ((string?)answer["id"], (bool)answer["ok"]!));
        Assert.Equal(750, (double)report["limit"]!);
        Assert.Equal(750, site.Device.Read("powerLimitSetpoint").Number);
        await WaitForAsync(site, power => power <= 750);
    }

    [Fact]
    public async Task Command_Refusing_IsAnsweredWithTheReason()
    {
        await using PublishedSite site = await PublishedSite.StartAsync();
        site.Device.Fault = DeviceFault.Refusing(ModbusExceptionCode.ServerDeviceBusy);

        await site.PublishAsync("pv/inverter-1/set", $$"""{"limit": 750, "id": "{{Guid.CreateVersion7()}}"}""");
        JsonNode answer = JsonNode.Parse(site.Text(await site.NextAsync("pv/inverter-1/answer")))!;

        Assert.False((bool)answer["ok"]!);
        Assert.Equal("ServerDeviceBusy", (string?)answer["why"]);
        Assert.Equal(5_000, site.Device.Read("powerLimitSetpoint").Number);
    }

    [Fact]
    public async Task Garbage_IsNoPayload()
    {
        await using PublishedSite site = await PublishedSite.StartAsync();
        site.Device.Fault = DeviceFault.Garbage;

        MqttApplicationMessage message = await site.NextAsync("pv/inverter-1/telemetry", message => message.Payload.FirstSpan[0] != (byte)'{');

        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonNode.Parse(site.Text(message)));
    }

    [Fact]
    public async Task ClockSkew_TellsTheWrongTime()
    {
        await using PublishedSite site = await PublishedSite.StartAsync();
        site.Device.Fault = DeviceFault.ClockSkew(TimeSpan.FromHours(-1));

        await site.NextAsync(
            "pv/inverter-1/telemetry",
            message => site.Clock.GetUtcNow() - TimeOf(JsonNode.Parse(site.Text(message))!) is var age && age > TimeSpan.FromMinutes(59) && age < TimeSpan.FromMinutes(61));
    }

    [Fact]
    public async Task Stuck_ShowsWhatItShowedWhenTheFaultBegan()
    {
        await using PublishedSite site = await PublishedSite.StartAsync();
        site.Device.Fault = DeviceFault.Stuck;
        JsonNode before;
        JsonNode first = await site.NextReportAsync();
        do
        {
            (before, first) = (first, await site.NextReportAsync());
        }
        while ((double)before["power"]! != (double)first["power"]!);

        await site.PublishAsync("pv/inverter-1/set", $$"""{"limit": 750, "id": "{{Guid.CreateVersion7()}}"}""");
        await site.NextAsync("pv/inverter-1/answer");
        JsonNode second = await site.NextReportAsync();

        Assert.Equal((double)first["power"]!, (double)second["power"]!);
        Assert.Equal(5_000, (double)second["limit"]!);
        Assert.Equal(750, site.Device.Read("powerLimitSetpoint").Number);
    }

    [Fact]
    public async Task WrongTopic_PublishesWhereNobodyListens()
    {
        await using PublishedSite site = await PublishedSite.StartAsync();
        site.Device.Fault = DeviceFault.WrongTopic;
        site.Clear();

        await site.NextAsync("lost/pv/inverter-1/telemetry");

        Assert.DoesNotContain("pv/inverter-1/telemetry", site.Topics);
    }

    [Fact]
    public async Task Silent_PublishesNothingUntilItIsWellAgain()
    {
        await using PublishedSite site = await PublishedSite.StartAsync();
        await site.NextReportAsync();
        site.Device.Fault = DeviceFault.Silent;
        site.Clear();
        // Four reports long, and within what the broker allows its clients to be silent.
        site.Clock.Advance(TimeSpan.FromSeconds(20));
        await site.PublishAsync("elsewhere", "this comes after all that was published before");
        await site.NextAsync("elsewhere");
        Assert.DoesNotContain("pv/inverter-1/telemetry", site.Topics);

        site.Device.Fault = null;

        await site.NextReportAsync();
    }

    [Fact]
    public async Task Disconnecting_LeavesItsWillAndComesBack()
    {
        await using PublishedSite site = await PublishedSite.StartAsync();
        site.Device.Fault = DeviceFault.Disconnecting;

        Assert.Equal("offline", site.Text(await site.NextAsync("pv/inverter-1/status")));
        site.Device.Fault = null;
        await site.NextReportAsync();
    }

    [Fact]
    public async Task Redirected_ConnectionPointsAtTheBroker()
    {
        await using PublishedSite site = await PublishedSite.StartAsync();

        var mqtt = Assert.IsType<MqttEndpoint>(site.Simulator.Redirected().Description.Connections[0].Settings);

        Assert.Equal(("127.0.0.1", site.Simulator.Endpoints["roof"].Port), (mqtt.Host, mqtt.Port));
    }

    private static DateTimeOffset TimeOf(JsonNode report) =>
        DateTimeOffset.Parse((string)report["time"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static async Task WaitForAsync(PublishedSite site, Func<double, bool> power)
    {
        while (!power((double)(await site.NextReportAsync())["power"]!))
        {
            // The next report will tell; waiting for it is bounded.
        }
    }
}
