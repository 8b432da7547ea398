using Twins.Testing.Platform;

namespace Twins.OperatorConsole.Tests.Browser;

/// <summary>The console as an operator gets it: the host as a process, its simulated sites, and nothing of ours in between.</summary>
public sealed class HostTests(ChromiumFixture chromium) : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("twins-console").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task SimulatedSites_SeenAndCommanded_TheBatteryFollowsAndItIsVerified()
    {
        await using var host = await HostProcess.StartAsync(_data);
        await using var page = await chromium.OpenAsync(host.Address.ToString(), "/");
        foreach (var site in new[] { "building", "industrial", "stuttgart-dc" })
        {
            await page[$"[data-site={site}] >> text=simulated"].WaitForAsync();
        }
        await page.ScreenshotAsync("host-fleet");

        await page.GoAsync(new Uri(host.Address, "/devices/stuttgart-dc/ess-1").ToString());
        await page["[data-point=activePower][data-quality=simulated]"].WaitForAsync();
        await page["[data-change=powerSetpoint]"].ClickAsync();
        await page["[data-entry]"].FillAsync("-20");
        await page["[data-review]"].ClickAsync();
        await page["[data-execute]"].ClickAsync();
        await page["[data-command][data-state=verified] >> text=verified by read-back"].WaitForAsync();
        await page["[data-point=activePower] .value >> text=\u221220."].WaitForAsync();
        await page.ScreenshotAsync("host-device");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Meter_OfABusySite_ChangesItsValueAndItsTime()
    {
        await using var host = await HostProcess.StartAsync(_data);
        await using var page = await chromium.OpenAsync(host.Address.ToString(), "/devices/industrial/grid-meter");
        await page["[data-point=activePower][data-quality=simulated]"].WaitForAsync();
        foreach (var changing in new[] { "[data-point=activePower] .value", "[data-point=activePower] .source-time" })
        {
            var shown = await page[changing].TextContentAsync();
            await page.Page.WaitForFunctionAsync("([selector, shown]) => document.querySelector(selector).textContent !== shown", new[] { changing, shown });
        }
    }

    [Fact]
    public async Task Host_Killed_PageGreysAndSaysNotLive()
    {
        var host = await HostProcess.StartAsync(_data);
        await using var page = await chromium.OpenAsync(host.Address.ToString(), "/devices/stuttgart-dc/ess-1");
        await host.DisposeAsync();
        await page["#components-reconnect-modal >> text=Not live"].WaitForAsync();
        await page["#shell"].EvaluateAsync("shell => { if (!getComputedStyle(shell).filter.includes('grayscale')) throw new Error('not greyed'); }");
    }
}
