using Twins.Testing.Platform;

namespace Twins.OperatorConsole.Tests.Browser;

/// <summary>From what others publish over MQTT to a person in front of a browser.</summary>
public sealed class MqttToOperatorTests(ChromiumFixture chromium)
{
    private const string Power = "[data-point=activePower][data-quality=good] .value";

    [Fact]
    public async Task Message_OfMosquittoPub_ChangesOnTheScreenAndABadOneIsShownAtItsConnection()
    {
        await using var lab = await MqttLaboratory.StartAsync();
        await using var page = await chromium.OpenAsync(lab.Host.Address.ToString(), "/devices/lab/inverter-1");

        await lab.PublishAsync("pv/inverter-1/telemetry", """{"power": 1230, "limit": 5000}""");
        await page[$"{Power} >> text=1.23"].WaitForAsync();
        await lab.PublishAsync("pv/inverter-1/telemetry", """{"power": 4560, "limit": 5000}""");
        await page[$"{Power} >> text=4.56"].WaitForAsync();
        await page.ScreenshotAsync("mqtt-device");

        await lab.PublishAsync("pv/inverter-1/telemetry", """{"power": "plenty"}""");
        await page.GoAsync(new Uri(lab.Host.Address, "/connections").ToString());
        await page["[data-connection=roof] >> text=connected"].WaitForAsync();
        await page["[data-bad-messages] >> text=1"].WaitForAsync();
        await page["[data-bad-samples] summary"].ClickAsync();
        await page["[data-bad-sample] >> text=plenty"].WaitForAsync();
        await page.ScreenshotAsync("mqtt-connection");
        Assert.Empty(page.Complaints);
    }
}
