using Twins.Points;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Simulator.Serving;

public sealed class WritesTests
{
    [Fact]
    public async Task Write_BatteryPower_MovesBatteryAndGridMeter()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("industrial"));
        var battery = await site.ConnectAsync("bess-1");
        var meter = await site.ConnectAsync("grid-meter");
        await battery.ReadAllAsync();
        var before = (await meter.ReadAllAsync())["activePower"].Value.Number;

        await battery.WriteAsync("powerSetpoint", PointValue.FromNumber(-50_000));
        site.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(-50_000, (await battery.ReadAllAsync())["activePower"].Value.Number, 10.0);
        Assert.InRange((await meter.ReadAllAsync())["activePower"].Value.Number, before + 30_000, before + 70_000);
    }

    [Fact]
    public async Task Write_BeyondTheRating_IsReadBackAsTheRating()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("stuttgart-dc"));
        var storage = await site.ConnectAsync("ess-1");

        await storage.WriteAsync("powerSetpoint", PointValue.FromNumber(90_000));

        Assert.Equal(50_000, (await storage.ReadBackAsync("powerSetpoint")).Number);
    }

    [Fact]
    public async Task Watchdog_WithoutFurtherWrites_ReadsBackTheSafeValue()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("stuttgart-dc"));
        var storage = await site.ConnectAsync("ess-1");
        await storage.WriteAsync("powerSetpoint", PointValue.FromNumber(20_000));

        site.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(20_000, (await storage.ReadBackAsync("powerSetpoint")).Number);
        site.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(0, (await storage.ReadBackAsync("powerSetpoint")).Number);
    }

    [Fact]
    public async Task Write_OneOutlet_SwitchesOnlyThat()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("stuttgart-dc"));
        var unit = await site.ConnectAsync("pdu-1");

        await unit.WriteAsync("outlets.5.switchCommand", PointValue.FromFlag(false));
        site.Clock.Advance(TimeSpan.FromSeconds(1));

        var readings = await unit.ReadAllAsync();
        for (var outlet = 1; outlet <= 12; outlet++)
        {
            Assert.Equal(outlet != 5, readings[$"outlets.{outlet}.switchState"].Value.Flag);
            Assert.Equal(outlet == 5, readings[$"outlets.{outlet}.power"].Value.Number == 0);
        }
    }

    [Theory]
    [InlineData(30_000, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(40_178, ModbusExceptionCode.IllegalDataAddress)]
    public async Task Write_WhereNothingIsCommanded_IsRefused(int address, ModbusExceptionCode code)
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("industrial"));
        var battery = await site.ConnectAsync("bess-1");

        var refusal = await Assert.ThrowsAsync<ModbusDeviceException>(
            async () => await battery.Master.WriteSingleRegisterAsync(1, (ushort)address, 1));

        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public async Task Write_CodeWithoutMeaning_IsRefusedAndChangesNothing()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("industrial"));
        var battery = await site.ConnectAsync("bess-1");
        var before = battery.Device.Read("connectionCommand");

        var refusal = await Assert.ThrowsAsync<ModbusDeviceException>(
            async () => await battery.Master.WriteSingleRegisterAsync(1, 40_241, 99));

        Assert.Equal(ModbusExceptionCode.IllegalDataValue, refusal.Code);
        Assert.Equal(before, battery.Device.Read("connectionCommand"));
    }

    [Fact]
    public async Task Read_BesideTheMap_IsRefused()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("stuttgart-dc"));
        var storage = await site.ConnectAsync("ess-1");

        var refusal = await Assert.ThrowsAsync<ModbusDeviceException>(
            async () => await storage.Master.ReadHoldingRegistersAsync(1, 90, new ushort[20]));

        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, refusal.Code);
    }
}
