using Twins.Points;
using Twins.Readings;
using Twins.Simulator;
using Twins.Sites;
using Twins.Adapters.Modbus.Wire;
using Twins.Tests.Simulator.Serving;

namespace Twins.Tests.Simulator.Faults;

public sealed class DeviceFaultTests
{
    private static readonly SiteConfiguration DataCentre = DescribedSites.Site("stuttgart-dc");

    [Fact]
    public async Task Silent_Request_IsNeverAnswered()
    {
        await using var site = await ServedSite.StartAsync(DataCentre);
        var storage = await site.ConnectAsync("ess-1", TimeSpan.FromMilliseconds(200));
        storage.Device.Fault = DeviceFault.Silent;

        await Assert.ThrowsAsync<ModbusTimeoutException>(storage.ReadAllAsync);
    }

    [Fact]
    public async Task Silent_OtherDeviceOfTheSite_Answers()
    {
        await using var site = await ServedSite.StartAsync(DataCentre);
        site.Simulator.Device("ess-1").Fault = DeviceFault.Silent;
        var fan = await site.ConnectAsync("fan-1");

        Assert.NotEmpty(await fan.ReadAllAsync());
    }

    [Fact]
    public async Task Slow_Request_IsAnsweredAfterTheDelay()
    {
        await using var site = await ServedSite.StartAsync(DataCentre);
        var storage = await site.ConnectAsync("ess-1");
        storage.Device.Fault = DeviceFault.Slow(TimeSpan.FromMinutes(1));

        var reading = storage.Master.ReadHoldingRegistersAsync(1, 100, new ushort[1]).AsTask();
        while (!reading.IsCompleted)
        {
            // The delay begins when the request has arrived; turning until it is over needs no other signal.
            site.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        await reading;
        Assert.True(site.Clock.GetUtcNow() >= new DateTimeOffset(2026, 6, 1, 10, 1, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Garbage_Request_IsAProtocolErrorOrALostConnection()
    {
        await using var site = await ServedSite.StartAsync(DataCentre);
        var storage = await site.ConnectAsync("ess-1");
        storage.Device.Fault = DeviceFault.Garbage;

        await Assert.ThrowsAnyAsync<ModbusException>(storage.ReadAllAsync);
    }

    [Fact]
    public async Task Disconnecting_Request_LosesTheConnection()
    {
        await using var site = await ServedSite.StartAsync(DataCentre);
        var storage = await site.ConnectAsync("ess-1");
        storage.Device.Fault = DeviceFault.Disconnecting;

        await Assert.ThrowsAsync<ModbusConnectionException>(storage.ReadAllAsync);
    }

    [Fact]
    public async Task Refusing_Request_GetsTheCode()
    {
        await using var site = await ServedSite.StartAsync(DataCentre);
        var storage = await site.ConnectAsync("ess-1");
        storage.Device.Fault = DeviceFault.Refusing(ModbusExceptionCode.ServerDeviceBusy);

        var refusal = await Assert.ThrowsAsync<ModbusDeviceException>(storage.ReadAllAsync);

        Assert.Equal(ModbusExceptionCode.ServerDeviceBusy, refusal.Code);
    }

    [Fact]
    public async Task Stuck_Values_StandStillUntilTheFaultEnds()
    {
        await using var site = await ServedSite.StartAsync(DataCentre);
        var storage = await site.ConnectAsync("ess-1");
        var before = (await storage.ReadAllAsync())["activePower"].Value.Number;
        storage.Device.Fault = DeviceFault.Stuck;

        await storage.WriteAsync("powerSetpoint", PointValue.FromNumber(20_000));
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(before, (await storage.ReadAllAsync())["activePower"].Value.Number);
        Assert.NotEqual(20_000, (await storage.ReadBackAsync("powerSetpoint")).Number);

        storage.Device.Fault = null;
        Assert.Equal(20_000, (await storage.ReadAllAsync())["activePower"].Value.Number, 1.0);
    }

    [Fact]
    public async Task WrongValue_OnePoint_ShowsItWrongAndOthersRight()
    {
        await using var site = await ServedSite.StartAsync(DataCentre);
        var storage = await site.ConnectAsync("ess-1");
        var before = await storage.ReadAllAsync();
        storage.Device.Fault = DeviceFault.WrongValue("voltage", 1, 100);

        var after = await storage.ReadAllAsync();

        Assert.Equal(before["voltage"].Value.Number + 100, after["voltage"].Value.Number, 0.2);
        Assert.Equal(before["stateOfCharge"].Value, after["stateOfCharge"].Value);
    }

    [Fact]
    public async Task WrongValue_TooLargeForItsRegister_ReadsAsNotAvailable()
    {
        await using var site = await ServedSite.StartAsync(DataCentre);
        var storage = await site.ConnectAsync("ess-1");
        storage.Device.Fault = DeviceFault.WrongValue("voltage", 1e6, 0);

        var voltage = (await storage.ReadAllAsync())["voltage"];

        Assert.Equal((Quality.Bad, QualityReason.NotAvailable), (voltage.Quality, voltage.Reason));
    }

    [Fact]
    public async Task WrongValue_UnknownPoint_NamesDeviceAndPoint()
    {
        await using var site = await ServedSite.StartAsync(DataCentre);

        var error = Assert.Throws<ArgumentException>(() => site.Simulator.Device("ess-1").Fault = DeviceFault.WrongValue("colour", 1, 0));

        Assert.Contains("Device 'stuttgart-dc/ess-1' has no point 'colour'.", error.Message, StringComparison.Ordinal);
    }
}
