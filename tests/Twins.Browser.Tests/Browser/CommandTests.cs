using Microsoft.Playwright;
using Twins.Commands;
using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Browser;

/// <summary>A command is a conversation: select, confirm, sent, acknowledged, read back.</summary>
public sealed class CommandTests(ChromiumFixture chromium)
{
    private const string Battery = "/devices/industrial/bess-1";

    [Fact]
    public async Task Setpoint_Confirmed_IsVerifiedAndTheDeviceFollows()
    {
        await using var server = await ConsoleServer.StartAsync();
        var battery = Prepare(server);
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await EnterAsync(page, "-50");
        await page["[data-editor] >> text=charging"].WaitForAsync();
        await page["[data-review]"].ClickAsync();
        var dialog = await page["[data-confirm]"].InnerTextAsync();
        Assert.Contains("nothing commanded", dialog, StringComparison.Ordinal);
        Assert.Contains("\u221250.00\u00a0kW charging", dialog, StringComparison.Ordinal);
        Assert.Contains("rating maxChargePower of industrial/bess-1", dialog, StringComparison.Ordinal);
        Assert.Contains("for 5 min from now", dialog, StringComparison.Ordinal);
        Assert.Contains("goes back to 0.00\u00a0kW", dialog, StringComparison.Ordinal);
        await page.ScreenshotAsync("command-confirm", whole: false);
        await page["[data-execute]"].ClickAsync();

        await page["[data-command][data-state=verified] >> text=verified by read-back"].WaitForAsync();
        await page["[data-point=activePower] >> text=\u221250.00"].WaitForAsync();
        var request = Assert.Single(battery.Requests);
        Assert.Equal(-50_000, request.Value.Number);
        Assert.Equal(TimeSpan.FromMinutes(5), request.ValidFor);
        Assert.Equal(CommandOrigin.Operator, request.Origin);
        await page.ScreenshotAsync("command-verified");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Setpoint_NeverCommanded_ShowsWhatTheDeviceFollows()
    {
        await using var server = await ConsoleServer.StartAsync();
        var battery = Prepare(server);
        battery.Set("powerSetpoint", 7_000);
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await page["[data-setpoint=powerSetpoint] >> text=device follows 7.00\u00a0kW"].WaitForAsync();
        battery.Set("powerSetpoint", 8_000); // somebody else, past the platform
        await page["[data-setpoint=powerSetpoint] >> text=device follows 8.00\u00a0kW"].WaitForAsync();
        await EnterAsync(page, "-5");
        await page["[data-review]"].ClickAsync();
        Assert.Equal("device follows 8.00\u00a0kW discharging", await page["[data-confirm] .confirm-old"].InnerTextAsync());
    }

    [Fact]
    public async Task Setpoint_OnItsWay_ShowsEachStageAndStaysOpenUntilTheEnd()
    {
        await using var server = await ConsoleServer.StartAsync();
        var end = new TaskCompletionSource();
        Prepare(server).Answer = async (_, command) =>
        {
            command.Reach(CommandState.Sent);
            await end.Task;
            return command.Reach(CommandState.Failed, "The device reads back 0 W instead of \u22125000 W.");
        };
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await EnterAsync(page, "-5");
        await page["[data-review]"].ClickAsync();
        await page["[data-execute]"].ClickAsync();
        await page["[data-command][data-state=sent] .step.done >> text=sent"].WaitForAsync();
        end.SetResult();
        await page["[data-command][data-state=failed] >> text=The device reads back 0 W"].WaitForAsync();
        await page.ScreenshotAsync("command-failed");
    }

    [Fact]
    public async Task Confirmation_Opened_FocusIsNotOnExecuteAndEscapeReturnsToTheEntry()
    {
        await using var server = await ConsoleServer.StartAsync();
        var battery = Prepare(server);
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await EnterAsync(page, "10");
        await page.Page.Keyboard.PressAsync("Enter");
        await page["[data-cancel]:focus"].WaitForAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await page["[data-confirm]"].WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page["[data-entry]:focus"].WaitForAsync();
        Assert.Empty(battery.Requests);
    }

    [Fact]
    public async Task Confirmation_LeftAlone_ExpiresAndSendsNothing()
    {
        await using var server = await ConsoleServer.StartAsync();
        var battery = Prepare(server);
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await EnterAsync(page, "10");
        await page["[data-review]"].ClickAsync();
        await page["[data-execute]"].WaitForAsync();
        server.Plant.Clock.Advance(TimeSpan.FromSeconds(31));
        await page["text=The selection expired after 30 s. Nothing was sent."].WaitForAsync();
        Assert.Empty(battery.Requests);
    }

    [Fact]
    public async Task Setpoint_SelectedByAnother_IsLockedUntilReleased()
    {
        await using var server = await ConsoleServer.StartAsync();
        Prepare(server);
        await using var first = await chromium.OpenAsync(server.Address, Battery);
        await using var second = await chromium.OpenAsync(server.Address, Battery);
        await EnterAsync(first, "10");
        await first["[data-review]"].ClickAsync();
        await first["[data-confirm]"].WaitForAsync();
        await EnterAsync(second, "20");
        await second["[data-review]"].ClickAsync();
        await second["text=Another operator has selected this setpoint"].WaitForAsync();
        await first["[data-cancel]"].ClickAsync();
        await first["[data-confirm]"].WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await second["[data-review]"].ClickAsync();
        await second["[data-confirm]"].WaitForAsync();
    }

    [Fact]
    public async Task Entry_BeyondALimit_NamesLimitAndSourceAndCannotBeReviewed()
    {
        await using var server = await ConsoleServer.StartAsync();
        Prepare(server);
        await using var page = await chromium.OpenAsync(server.Address, Battery);
        await EnterAsync(page, "-150");
        await page["text=Must be not below \u2212100.00\u00a0kW (rating maxChargePower of industrial/bess-1)."].WaitForAsync();
        await page["[data-review]"].ClickAsync(new() { Force = true });
        await page["[data-review][aria-disabled=true]"].WaitForAsync();
        Assert.Equal(0, await page["[data-confirm]"].CountAsync());
    }

    [Fact]
    public async Task Switch_OfAnOutlet_IsCommandedFromItsTable()
    {
        await using var server = await ConsoleServer.StartAsync();
        var unit = server.Plant["stuttgart-dc"]["pdu-1"];
        unit.Fill();
        await using var page = await chromium.OpenAsync(server.Address, "/devices/stuttgart-dc/pdu-1");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Change Outlets 3: switch command" }).ClickAsync();
        await page["[data-entry]"].SelectOptionAsync("off");
        await page["[data-review]"].ClickAsync();
        await page["[data-execute]"].ClickAsync();
        await page["[data-command][data-state=verified]"].WaitForAsync();
        Assert.Equal("outlets.3.switchCommand", Assert.Single(unit.Requests).Point);
    }

    private static PlantDevice Prepare(ConsoleServer server)
    {
        var battery = server.Plant["industrial"]["bess-1"];
        battery.Fill();
        return battery;
    }

    private static async Task EnterAsync(ConsolePage page, string value)
    {
        await page["[data-change=powerSetpoint]"].ClickAsync();
        await page["[data-entry]:focus"].WaitForAsync();
        await page["[data-entry]"].FillAsync(value);
    }
}
