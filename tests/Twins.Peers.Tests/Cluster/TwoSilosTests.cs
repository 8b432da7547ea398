using System.Net;
using System.Text.Json.Nodes;
using Twins.Testing.Platform;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Cluster;

/// <summary>Two hosts as one platform: whichever is asked, whichever dies.</summary>
public sealed class TwoSilosTests
{
    private const string BatteryOfA = TwoSilos.BatteryOfA;
    private const string ConverterOfB = TwoSilos.ConverterOfB;
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task OnRedis_SetpointThroughBToADeviceOfA_IsVerifiedAndSeenOnB()
    {
        await using var silos = await TwoSilos.OnRedisAsync();
        await CommandAcrossAsync(silos);
    }

    [Fact]
    public async Task OnAzureTables_SetpointThroughBToADeviceOfA_IsVerifiedAndSeenOnB()
    {
        await using var silos = await TwoSilos.OnAzureTablesAsync();
        await CommandAcrossAsync(silos);
    }

    [Fact]
    public async Task A_Killed_ItsSitesAnswerOnBWithTheirDesiredValues_AndNothingOfBMoves()
    {
        await using var silos = await TwoSilos.OnRedisAsync();
        Assert.Equal(HttpStatusCode.OK, (await TwoSilos.SetPowerAsync(silos.B, -20_000)).Status);
        Assert.Equal(HttpStatusCode.OK, (await TwoSilos.SetAsync(silos.B, ConverterOfB, "droopResistanceSetpoint", """{"value": 0.5, "unit": "Ω"}""")).Status);
        var before = await StandingAsync(silos.B);
        Assert.Equal(0.5, before.Desired);
        Assert.True(before.Fresh);

        await silos.A.DisposeAsync();
        var killed = TimeProvider.System.GetTimestamp();
        var moved = false;
        while (!moved)
        {
            Assert.Equal(before, await StandingAsync(silos.B));
            moved = await AnswersAsync(silos.B) && await TwoSilos.FreshAsync(silos.B, BatteryOfA, "activePower") is not null;
            var waited = TimeProvider.System.GetElapsedTime(killed);
            Assert.True(waited < Patience.Of(Takeover), $"The battery of the silo that was killed is not live after {waited}. {silos.B.Output}");
        }

        Assert.Equal(-20_000, await DesiredAsync(silos.B, BatteryOfA));
        Assert.Equal(HttpStatusCode.OK, (await TwoSilos.SetPowerAsync(silos.B, -10_000)).Status);

        await silos.StartAAsync();
        await silos.A.WaitUntilAsync(async () => await TwoSilos.FreshAsync(silos.A, BatteryOfA, "activePower") is not null, "show live values");
        Assert.Equal(-10_000, await DesiredAsync(silos.A, BatteryOfA));
        Assert.Equal(HttpStatusCode.OK, (await TwoSilos.SetPowerAsync(silos.A, -5_000)).Status);
        Assert.Equal(-5_000, await DesiredAsync(silos.B, BatteryOfA));
        Assert.Equal(before, await StandingAsync(silos.B));
    }

    [Fact]
    public async Task B_Stopped_DisturbsNothingOfA_AndItsSiteWaitsAloud()
    {
        await using var silos = await TwoSilos.OnRedisAsync();
        Assert.Equal(HttpStatusCode.OK, (await TwoSilos.SetPowerAsync(silos.A, -20_000)).Status);
        var began = TimeProvider.System.GetTimestamp();
        var stopping = silos.B.StopAsync();

        while (!stopping.IsCompleted)
        {
            Assert.NotNull(await TwoSilos.FreshAsync(silos.A, BatteryOfA, "activePower"));
            Assert.Equal(-20_000, await DesiredAsync(silos.A, BatteryOfA));
        }

        var took = TimeProvider.System.GetElapsedTime(began);
        Assert.Equal(0, await stopping);
        Assert.True(took < Patience.Of(TimeSpan.FromSeconds(10)), $"It took {took} to stop. {silos.B.Output}");
        Assert.NotNull(await TwoSilos.FreshAsync(silos.A, BatteryOfA, "activePower"));
        await silos.A.WaitUntilAsync(() => Task.FromResult(silos.A.Output.Contains("The site \"building\" waits", StringComparison.Ordinal)), "say that the site waits");
        using var refused = await silos.A.Client.GetAsync(new Uri($"/api/v1/devices/{ConverterOfB}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("waits", (string)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["detail"]!, StringComparison.Ordinal);
        using var ready = await silos.A.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    private static async Task CommandAcrossAsync(TwoSilos silos)
    {
        var (status, answer) = await TwoSilos.SetPowerAsync(silos.B, -20_000);

        Assert.True(status == HttpStatusCode.OK, answer.ToJsonString());
        Assert.Equal("verified", (string?)answer["state"]);
        await silos.B.WaitUntilAsync(
            async () => await TwoSilos.FreshAsync(silos.B, BatteryOfA, "activePower") is { } power && Math.Abs(power + 20_000) < 500,
            "show the battery's power, live");
        Assert.Equal(-20_000, await DesiredAsync(silos.A, BatteryOfA));
    }

    // A host that waits for a lost silo may answer late or not at all, but it answers with a reason.
    private static async Task<bool> AnswersAsync(HostProcess host)
    {
        using var answer = await host.Client.GetAsync(new Uri($"/api/v1/devices/{BatteryOfA}", UriKind.Relative));
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout });
        return answer.StatusCode == HttpStatusCode.OK;
    }

    // A twin that was activated again has another epoch; one that lost its adapter has no fresh values.
    private static async Task<(long Epoch, double? Desired, bool Fresh)> StandingAsync(HostProcess host)
    {
        var device = await TwoSilos.DeviceAsync(host, ConverterOfB);
        Assert.NotNull(device);
        return ((long)device["epoch"]!, Desired(device), await TwoSilos.FreshAsync(host, ConverterOfB, "dcVoltage") is not null);
    }

    private static async Task<double?> DesiredAsync(HostProcess host, string device) => Desired(await TwoSilos.DeviceAsync(host, device));

    private static double? Desired(JsonNode? device) =>
        (double?)device?["setpoints"]!.AsArray().FirstOrDefault(setpoint => setpoint!["desired"] is not null)?["desired"];
}
