using Microsoft.Playwright;

namespace Twins.OperatorConsole.Tests.Browser;

public sealed class KeyboardTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task Slash_FromAnywhere_FindsADeviceAndEnterOpensIt()
    {
        await using var server = await ConsoleServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, "/");
        await page.Page.Keyboard.PressAsync("/");
        await page["#device-search:focus"].WaitForAsync();
        await page.Page.Keyboard.TypeAsync("modular batt");
        await page["#device-search-results >> text=Modular battery"].WaitForAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page["h1 >> text=Modular battery"].WaitForAsync();
        Assert.EndsWith("/devices/industrial/bess-1", page.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slash_OnTheDeviceList_FiltersAndEscapeReturnsTheFocus()
    {
        await using var server = await ConsoleServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, "/devices");
        await page["[data-device] a"].First.FocusAsync();
        await page.Page.Keyboard.PressAsync("/");
        await page["main [data-search]:focus"].WaitForAsync();
        await page.Page.Keyboard.TypeAsync("meter");
        await page["text=2 of 15 devices"].WaitForAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await page["text=/^15 devices$/"].WaitForAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await page["[data-search]:focus"].WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.NotEqual("BODY", await page.Page.EvaluateAsync<string>("document.activeElement.tagName"));
    }

    [Fact]
    public async Task Utc_Pressed_ChangesTheClockAndIsRemembered()
    {
        await using var server = await ConsoleServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, "/");
        await page["[data-clock] >> text=Europe/Berlin"].WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "UTC" }).PressAsync("Enter");
        await page["[data-clock] >> text=UTC"].WaitForAsync();
        await page.GoAsync(page.Page.Url);
        await page["[data-clock] >> text=UTC"].WaitForAsync();
    }
}
