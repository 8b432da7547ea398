using System.Net;
using Twins.Testing.Platform;

namespace Twins.Peers.Tests.WholePath;

/// <summary>From a device that others wrote, through the running platform and its API, and back.</summary>
public sealed class FieldToOperatorTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Battery_OfPymodbus_IsSeenCommandedAndReadBackByMbpoll()
    {
        await using var lab = await Laboratory.StartAsync();

        await lab.WaitForAsync("bess-1", "stateOfCharge", 50);
        Assert.Equal(380, (double)(await lab.PointAsync("bess-1", "voltage"))["value"]!);
        var (status, answer) = await lab.SetAsync("bess-1", "powerSetpoint", """{"value": -12.5, "unit": "kW", "validFor": "PT5M"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("verified", (string?)answer["state"]);
        Assert.Equal(-12_500, (double)answer["requested"]!);
        Assert.Equal(-12_500, (double)answer["readBack"]!);
        Assert.Equal(
            ["requested", "authorised", "sent", "acknowledged", "verified"],
            answer["stages"]!.AsArray().Select(stage => (string)stage!["state"]!));
        Assert.Equal("125", await lab.ReadByMbpollAsync(201));
        await lab.WaitForAsync("bess-1", "activePower", -12_500);
    }

    [Fact]
    public async Task Setpoint_BeyondTheRating_IsRefusedAndNotSent()
    {
        await using var lab = await Laboratory.StartAsync();
        await lab.WaitForAsync("bess-1", "stateOfCharge", 50);

        var (status, problem) = await lab.SetAsync("bess-1", "powerSetpoint", """{"value": -120, "unit": "kW"}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("limit", (string?)problem["code"]);
        var detail = (string)problem["detail"]!;
        Assert.Contains("maxChargePower", detail, StringComparison.Ordinal);
        Assert.Contains("-120000", detail, StringComparison.Ordinal);
        Assert.Contains("50000", detail, StringComparison.Ordinal);
        Assert.Equal("0", await lab.ReadByMbpollAsync(200));
    }

    [Fact]
    public async Task SilentBattery_Offline_RefusesWith503WhileTheOtherStaysLive()
    {
        await using var lab = await Laboratory.StartAsync();
        await lab.Host.WaitUntilAsync(
            async () => (string?)(await lab.DeviceAsync("bess-2"))["connectivity"]!["state"] == "offline", "take the silent battery for offline");

        var (status, problem) = await lab.SetAsync("bess-2", "powerSetpoint", """{"value": 1, "unit": "kW"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("disconnected", (string?)problem["code"]);
        Assert.Equal("bad", (string?)(await lab.PointAsync("bess-2", "voltage"))["quality"]);
        await lab.WaitForAsync("bess-1", "stateOfCharge", 50);
    }

    [Fact]
    public async Task PowerCut_AfterASetpoint_RestoresDesiredStateAndTheTwinsAreLiveAgain()
    {
        await using var lab = await Laboratory.StartAsync();
        await lab.WaitForAsync("bess-1", "stateOfCharge", 50);
        var (_, answer) = await lab.SetAsync("bess-1", "powerSetpoint", """{"value": 20, "unit": "kW", "validFor": "PT30M"}""");
        Assert.Equal("verified", (string?)answer["state"]);

        await lab.PowerCutAsync();
        await lab.WaitForAsync("bess-1", "activePower", 20_000);
        output.WriteLine($"Live again {lab.Host.Age.TotalSeconds:F2} s after the start of the process.");

        var setpoint = (await lab.DeviceAsync("bess-1"))["setpoints"]!.AsArray().Single(status => (string?)status!["key"] == "powerSetpoint")!;
        Assert.Equal(20_000, (double)setpoint["desired"]!);
        Assert.Equal((string?)answer["validUntil"], (string?)setpoint["validUntil"]);
    }
}
