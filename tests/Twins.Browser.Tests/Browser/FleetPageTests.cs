using Twins.Sites;

namespace Twins.OperatorConsole.Tests.Browser;

public sealed class FleetPageTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task Fleet_HealthySites_ShowsEachWithItsFlowsAndNoComplaint()
    {
        await using var server = await ConsoleServer.StartAsync();
        server.Plant["industrial"].Balance = new PowerBalance(12_300, 0, -4_000, -8_300, 64, 3, 3);
        await using var page = await chromium.OpenAsync(server.Address, "/");
        foreach (var site in server.Plant.Catalog.Sites)
        {
            await page[$"[data-site={site.Description.Key}] >> text=Normal"].WaitForAsync();
        }
        var tile = await page["[data-site=industrial]"].InnerTextAsync();
        Assert.Contains("Industrial demonstrator", tile, StringComparison.Ordinal);
        Assert.Contains("\u22124.0\u00a0kW", tile, StringComparison.Ordinal);
        Assert.Contains("charging", tile, StringComparison.Ordinal);
        Assert.Contains("fresh", tile, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Fleet_SiteAboveItsLimit_MovesToTheFrontAndSaysWhy()
    {
        await using var server = await ConsoleServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, "/");
        Assert.Equal("building", await page["[data-site]"].First.GetAttributeAsync("data-site"));
        server.Plant["stuttgart-dc"].Balance = new PowerBalance(130_000, 0, 0, -130_000, 50, 3, 3);
        await page["[data-site]:first-of-type >> nth=0 >> text=Import above the limit"].WaitForAsync();
        Assert.Equal("stuttgart-dc", await page["[data-site]"].First.GetAttributeAsync("data-site"));
    }

    [Fact]
    public async Task Fleet_SiteThatCannotBeRead_IsShownAsNotLive()
    {
        await using var server = await ConsoleServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, "/");
        await page["[data-site=industrial] >> text=Normal"].WaitForAsync();
        server.Plant["industrial"].Broken = "The site does not answer.";
        server.Plant.Clock.Advance(TimeSpan.FromMinutes(2));
        await page["[data-site=industrial] >> text=Not live: last heard 2 min"].WaitForAsync();
        await page["[data-site=industrial] .dimmed"].First.WaitForAsync();
        await page["[data-site=building] >> text=Normal"].WaitForAsync();
        await page.ScreenshotAsync("fleet-not-live");
    }
}
