using System.Net;
using Twins.Testing.Platform;

namespace Twins.Peers.Tests.WholePath;

/// <summary>From what others publish over MQTT, through the running platform and its API, and back to a device.</summary>
public sealed class MqttToOperatorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_OfMosquittoPub_IsSeen(bool embeddedBroker)
    {
        await using var lab = await MqttLaboratory.StartAsync(embeddedBroker);

        await lab.PublishAsync("pv/inverter-1/telemetry", """{"power": 1234.5, "limit": 5000}""");
        await lab.WaitForAsync("inverter-1", "activePower", 1_234.5);
        await lab.PublishAsync("pv/inverter-1/telemetry", """{"power": "plenty", "limit": 5000}""");

        await lab.Host.WaitUntilAsync(async () => (int)(await lab.ConnectionAsync())["messages"]!["bad"]! == 1, "count the bad message");
        var connection = await lab.ConnectionAsync();
        Assert.Equal("MQTT 5.0", (string?)connection["protocol"]);
        var bad = Assert.Single(connection["messages"]!["lastBad"]!.AsArray())!;
        Assert.Equal("pv/inverter-1/telemetry", (string?)bad["topic"]);
        Assert.Contains("/power", (string?)bad["reason"], StringComparison.Ordinal);
        Assert.Contains("plenty", (string?)bad["excerpt"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setpoint_OfASimulatedInverter_IsVerified()
    {
        await using var lab = await MqttLaboratory.StartAsync(simulate: true);
        await lab.WaitForAsync("inverter-1", "powerLimitSetpoint", 5_000, quality: "good");

        var (status, answer) = await lab.SetAsync("inverter-1", "powerLimitSetpoint", """{"value": 1.5, "unit": "kW", "validFor": "PT5M"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("verified", (string?)answer["state"]);
        Assert.Equal(1_500, (double)answer["readBack"]!);
        Assert.Equal(
            ["requested", "authorised", "sent", "acknowledged", "verified"],
            answer["stages"]!.AsArray().Select(stage => (string)stage!["state"]!));
        await lab.WaitForAsync("inverter-1", "powerLimitSetpoint", 1_500);
    }

    [Fact]
    public async Task PowerCut_WithMessagesUnderWay_TheyAreDeliveredAgain()
    {
        await using var lab = await MqttLaboratory.StartAsync();
        await lab.PublishAsync("pv/inverter-1/telemetry", """{"power": 1}""");
        await lab.WaitForAsync("inverter-1", "activePower", 1);

        await lab.PowerCutAsync(async () =>
        {
            await lab.PublishAsync("pv/inverter-1/telemetry", """{"power": 1111}""");
            await lab.PublishAsync("pv/inverter-2/telemetry", """{"power": 2222}""");
        });

        await lab.WaitForAsync("inverter-1", "activePower", 1_111);
        await lab.WaitForAsync("inverter-2", "activePower", 2_222);
    }
}
