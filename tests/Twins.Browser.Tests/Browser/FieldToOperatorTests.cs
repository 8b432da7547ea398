using Twins.Testing.Platform;

namespace Twins.OperatorConsole.Tests.Browser;

/// <summary>From a device that others wrote, through the running platform, to a person in front of a browser, and back.</summary>
public sealed class FieldToOperatorTests(ChromiumFixture chromium)
{
    private const string Charge = "[data-point=stateOfCharge][data-quality=good] .value";
    private const string Power = "[data-point=activePower][data-quality=good] .value";
    private const int ChargeRegister = 104;
    private const int SetpointRegister = 200;

    [Fact]
    public async Task Battery_OfPymodbus_ChangesOnTheScreenIsCommandedAndReadBackByMbpoll()
    {
        await using var lab = await Laboratory.StartAsync();
        await using var page = await chromium.OpenAsync(lab.Host.Address.ToString(), "/devices/lab/bess-1");
        await page[$"{Charge} >> text=50.0"].WaitForAsync();
        await page[$"{Power} >> text=0.00"].WaitForAsync();
        await lab.WriteByMbpollAsync(ChargeRegister, 613);
        await page[$"{Charge} >> text=61.3"].WaitForAsync();
        await page["[data-setpoint=powerSetpoint] >> text=device follows 0.00"].WaitForAsync();

        await page["[data-change=powerSetpoint]"].ClickAsync();
        await page["[data-entry]"].FillAsync("-12.5");
        await page["[data-review]"].ClickAsync();
        Assert.Contains("\u221212.50\u00a0kW charging", await page["[data-confirm] .confirm-new"].InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("0", await lab.ReadByMbpollAsync(SetpointRegister));
        await page.ScreenshotAsync("field-confirm", whole: false);
        await page["[data-execute]"].ClickAsync();

        await page["[data-command][data-state=verified] >> text=verified by read-back"].WaitForAsync();
        Assert.Equal("125", await lab.ReadByMbpollAsync(SetpointRegister)); // tenths of kW, and the device counts charging as positive
        await page[$"{Power} >> text=\u221212.50"].WaitForAsync();
        await page.ScreenshotAsync("field-verified");
        Assert.Empty(page.Complaints);
    }
}
