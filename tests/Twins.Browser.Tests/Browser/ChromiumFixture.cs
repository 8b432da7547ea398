using Microsoft.Playwright;
using Twins.OperatorConsole.Tests.Browser;

[assembly: AssemblyFixture(typeof(ChromiumFixture))]

namespace Twins.OperatorConsole.Tests.Browser;

/// <summary>Debian's Chromium, started once for all tests; where it is not installed, browser tests are skipped by name.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Executable))
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments });
        }
    }

    /// <summary>Opens a page of its own; a test without Chromium ends here as skipped.</summary>
    public async Task<ConsolePage> OpenAsync(string address, string path, ConsoleView? view = null)
    {
        Assert.SkipWhen(_browser is null, $"Chromium is not installed ({Executable})");
        view ??= new ConsoleView();
        var context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = view.Width, Height = view.Height },
            DeviceScaleFactor = view.Zoom,
            ColorScheme = view.Dark ? ColorScheme.Dark : ColorScheme.Light,
            TimezoneId = "Europe/Berlin",
            Locale = "en-GB",
        });
        var page = new ConsolePage(await context.NewPageAsync());
        await page.GoAsync(new Uri(new Uri(address), path).ToString());
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }
}

/// <summary>How a page is looked at. Zoom is what the browser's zoom does: fewer and larger CSS pixels.</summary>
public sealed record ConsoleView(int Width = 1440, int Height = 900, float Zoom = 1, bool Dark = false);
