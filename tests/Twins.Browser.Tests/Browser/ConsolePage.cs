using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Twins.OperatorConsole.Tests.Browser;

/// <summary>One page of the console in the browser; whatever the browser complains about is kept.</summary>
public sealed class ConsolePage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = [];

    internal ConsolePage(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout((float)Twins.Testing.Time.Patience.Of(TimeSpan.FromSeconds(20)).TotalMilliseconds);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue($"error: {error}");
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the browser's console.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Where screenshots are kept, for people to look at.</summary>
    private static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(RepositoryRoot(), "artifacts", "screenshots")).FullName;

    public ILocator this[string selector] => Page.Locator(selector);

    /// <summary>Opens an address and waits until its circuit lives: the clock moves only then.</summary>
    public async Task GoAsync(string address)
    {
        await Page.GotoAsync(address);
        await Page.Locator("html.interactive").WaitForAsync();
    }

    /// <summary>Waits until the page's clock has shown so many further seconds.</summary>
    public async Task TicksAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            var shown = await Page.Locator("[data-clock]").TextContentAsync();
            await Page.WaitForFunctionAsync("shown => document.querySelector('[data-clock]').textContent !== shown", shown);
        }
    }

    public Task ScreenshotAsync(string name, bool whole = true) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png"), FullPage = whole });

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Twins.sln")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
