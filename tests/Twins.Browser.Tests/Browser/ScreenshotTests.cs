using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Browser;

/// <summary>Pictures of every screen in both themes and at 200 % zoom, kept under artifacts; the assertions are what a picture cannot show.</summary>
public sealed class ScreenshotTests(ChromiumFixture chromium)
{
    public static TheoryData<string, ConsoleView> Views => new()
    {
        { "light", new() },
        { "dark", new(Dark: true) },
        { "zoomed", new(Width: 400, Height: 450, Zoom: 2) },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task EveryScreen_InEveryView_FitsItsWidth(string name, ConsoleView view)
    {
        await using var server = await ConsoleServer.StartAsync();
        await using var lively = LivelyPlant.Start(server.Plant);
        await using var page = await chromium.OpenAsync(server.Address, "/", view);
        (string Name, string Path)[] screens =
        [
            ("fleet", "/"), ("site", "/sites/industrial"), ("device", "/devices/industrial/bess-1"), ("pdu", "/devices/stuttgart-dc/pdu-1"),
            ("devices", "/devices"), ("connections", "/connections"),
        ];
        foreach (var (screen, path) in screens)
        {
            await page.GoAsync(new Uri(new Uri(server.Address), path).ToString());
            await page.TicksAsync(2);
            await page.ScreenshotAsync($"{screen}-{name}");
            var overflow = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{screen} is {overflow} px wider than the view");
        }
        Assert.Empty(page.Complaints);
    }
}
