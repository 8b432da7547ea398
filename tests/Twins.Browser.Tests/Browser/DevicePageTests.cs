using Twins.Readings;
using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Browser;

public sealed class DevicePageTests(ChromiumFixture chromium)
{
    private const string Battery = "/devices/industrial/bess-1";
    private const string Power = "[data-point=activePower]";

    [Fact]
    public async Task Value_DeviceReportsAnother_IsShownWithItsSignItsWordAndItsTime()
    {
        await using var server = await ConsoleServer.StartAsync();
        var battery = server.Plant["industrial"]["bess-1"];
        battery.Fill();
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        battery.Set("activePower", -50_000);
        await page[$"{Power} >> text=\u221250.00"].WaitForAsync();
        await page[$"{Power} >> text=charging"].WaitForAsync();
        battery.Set("activePower", 20_000, Quality.Good, QualityReason.Simulated);
        await page[$"{Power} >> text=20.00"].WaitForAsync();
        await page[$"{Power} >> text=discharging"].WaitForAsync();
        await page[$"{Power}[data-quality=simulated] >> text=simulated"].WaitForAsync();
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Age_NothingNew_AdvancesUntilTheValueIsStale()
    {
        await using var server = await ConsoleServer.StartAsync();
        var battery = server.Plant["industrial"]["bess-1"];
        battery.Fill();
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await page[$"{Power} [data-age] >> text=1 s"].WaitForAsync();
        await page[$"{Power} [data-age] >> text=2 s"].WaitForAsync();
        server.Plant.Clock.Advance(TimeSpan.FromSeconds(30));
        await page[$"{Power}[data-quality=stale] >> text=stale"].WaitForAsync();
        Assert.Contains("0.04", await page[$"{Power} .value.not-fresh"].InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_GoesOffline_KeepsItsLastValueMarkedAsStale()
    {
        await using var server = await ConsoleServer.StartAsync();
        var battery = server.Plant["industrial"]["bess-1"];
        battery.Fill();
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await page[$"{Power}[data-quality=good]"].WaitForAsync();
        battery.GoOffline("no answer within 1 s");
        await page["text=Does not answer: no answer within 1 s"].WaitForAsync();
        await page[$"{Power}[data-quality=stale] .not-fresh"].WaitForAsync();
        await page.ScreenshotAsync("device-offline");
        battery.GoOnline();
        battery.Poll();
        await page[$"{Power}[data-quality=good]"].WaitForAsync();
    }

    [Fact]
    public async Task Value_NeverRead_IsShownAsMissingAndNotAsZero()
    {
        await using var server = await ConsoleServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await page[$"{Power}[data-quality=never-read] >> text=—"].WaitForAsync();
        Assert.DoesNotContain("0", await page[$"{Power} .value"].InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_Gone_PageGreysAndSaysNotLive()
    {
        var server = await ConsoleServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await server.DisposeAsync();
        await page["#components-reconnect-modal >> text=Not live"].WaitForAsync();
        var filter = await page.Page.EvaluateAsync<string>("getComputedStyle(document.getElementById('shell')).filter");
        Assert.Contains("grayscale", filter, StringComparison.Ordinal);
        await page.ScreenshotAsync("device-connection-lost", whole: false);
    }

    [Fact]
    public async Task LiveCell_ValuesTenTimesASecond_IsRedrawnAtMostTwiceASecond()
    {
        await using var server = await ConsoleServer.StartAsync();
        var battery = server.Plant["industrial"]["bess-1"];
        battery.Fill();
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await page[Power].WaitForAsync();
        await page.Page.EvaluateAsync(
            """
            () => {
                window.redraws = [];
                new MutationObserver(() => window.redraws.push(performance.now()))
                    .observe(document.querySelector("[data-point=activePower]"), { subtree: true, childList: true, characterData: true, attributes: true });
            }
            """);
        using var fast = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 60 && await fast.WaitForNextTickAsync(TestContext.Current.CancellationToken); i++)
        {
            battery.Set("activePower", 1_000 * i);
        }
        var redraws = await page.Page.EvaluateAsync<double[]>("window.redraws");
        Assert.InRange(redraws.Length, 2, 60);
        // Render ticks are half a second apart; a batch that the machine delivers late may come close to the next one.
        var span = (redraws[^1] - redraws[0]) / 1000;
        Assert.True(redraws.Length <= (2 * span) + 2, $"{redraws.Length} redraws in {span:0.0} s");
    }

    [Fact]
    public async Task Trend_DeviceFollowsAnotherSetpoint_DrawsItThoughNothingWasCommanded()
    {
        await using var server = await ConsoleServer.StartAsync();
        var battery = server.Plant["industrial"]["bess-1"];
        battery.Fill();
        battery.Set("powerSetpoint", 7_000);
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await page["figure canvas"].FocusAsync();
        await page.Page.Keyboard.PressAsync("End");
        await page["[data-readout] >> text=Power setpoint 7.00"].WaitForAsync();
        battery.Set("powerSetpoint", -3_000);
        await page.TicksAsync(2);
        await page.Page.Keyboard.PressAsync("End");
        await page["[data-readout] >> text=Power setpoint \u22123.00"].WaitForAsync();
        await page.ScreenshotAsync("device-followed-setpoint");
    }

    [Fact]
    public async Task Trend_ValuesArrive_ReadsThemAtTheCursor()
    {
        await using var server = await ConsoleServer.StartAsync();
        await using var lively = LivelyPlant.Start(server.Plant);
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await page.TicksAsync(2);
        await page["figure canvas"].FocusAsync();
        await page.Page.Keyboard.PressAsync("End");
        await page["[data-readout] >> text=Active power \u2212"].WaitForAsync();
        await page.Page.Keyboard.PressAsync("Home");
        await page["[data-readout] >> text=Active power no value"].WaitForAsync();
    }
}
