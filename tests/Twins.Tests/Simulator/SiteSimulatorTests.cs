using Twins.Adapters.Modbus;
using System.Net.Sockets;
using Twins.Simulator;
using Twins.Tests.Simulator.Serving;
using Twins.Testing.Time;

namespace Twins.Tests.Simulator;

public sealed class SiteSimulatorTests
{
    [Fact]
    public async Task StartAsync_Site_ListensOncePerConnection()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("industrial"));

        Assert.Equal("grid-meter loads storage", string.Join(' ', site.Simulator.Endpoints.Keys.Order(StringComparer.Ordinal)));
        Assert.Equal(3, site.Simulator.Endpoints.Values.Distinct().Count());
        Assert.Equal(site.Simulator.Endpoints["loads"], site.Simulator.Device("oven").Endpoint);
    }

    [Fact]
    public async Task StartAsync_SeveralUnitsOnOneConnection_AreDevicesOfTheirOwn()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("industrial"));
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        var press = await (await site.ConnectAsync("press")).ReadAllAsync();
        var oven = await (await site.ConnectAsync("oven")).ReadAllAsync();

        Assert.NotEqual(press["activePower"].Value, oven["activePower"].Value);
    }

    [Fact]
    public async Task Redirected_Site_PointsAtTheSimulatedDevices()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("stuttgart-dc"));

        var redirected = site.Simulator.Redirected();

        Assert.All(redirected.Description.Connections, connection =>
        {
            var settings = Assert.IsType<ModbusEndpoint>(connection.Settings);
            Assert.Equal("127.0.0.1", settings.Host);
            Assert.Equal(site.Simulator.Endpoints[connection.Key].Port, settings.Port);
        });
        Assert.Equal(DescribedSites.Site("stuttgart-dc").Devices.AsEnumerable(), redirected.Devices);
    }

    [Fact]
    public async Task Clock_Turned_StepsTheSiteAsFarAsTheSpeedSays()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("building"), new SimulatorOptions { Speed = 60 });
        var start = site.Simulator.Now;

        site.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromMinutes(10), site.Simulator.Now - start);
    }

    [Fact]
    public async Task StartAsync_SameSeedAndTime_RepeatsEveryRegister()
    {
        var options = new SimulatorOptions { Seed = 7, StartAt = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) };
        await using var first = await ServedSite.StartAsync(DescribedSites.Site("stuttgart-dc"), options);
        await using var second = await ServedSite.StartAsync(DescribedSites.Site("stuttgart-dc"), options);
        first.Clock.Advance(TimeSpan.FromMinutes(2));
        second.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(
            await (await first.ConnectAsync("pdu-1")).ReadAllAsync(),
            await (await second.ConnectAsync("pdu-1")).ReadAllAsync());
    }

    [Fact]
    public async Task StartAsync_FleetOfAThousand_ServesEveryDevice()
    {
        var fleet = SimulatedSites.Fleet(DescribedSites.DeviceOf("dc-battery-storage"), count: 1_000, devicesPerConnection: 50);
        await using var site = await ServedSite.StartAsync(fleet);

        Assert.Equal(20, site.Simulator.Endpoints.Count);
        Assert.Equal(1_000, site.Simulator.Devices.Length);
        var last = await (await site.ConnectAsync("ess-1-1000")).ReadAllAsync();
        Assert.InRange(last["stateOfCharge"].Value.Number, 54, 56);
    }

    [Fact]
    public async Task DisposeAsync_Running_ClosesTheListeners()
    {
        var site = await ServedSite.StartAsync(DescribedSites.Site("building"));
        var endpoint = site.Simulator.Endpoints["interlink"];

        await site.DisposeAsync();

        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(endpoint));
        Assert.True(site.Simulator.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Device_Unknown_NamesSiteAndKey()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("building"));

        var error = Assert.Throws<ArgumentException>(() => site.Simulator.Device("toaster"));

        Assert.Contains("The simulated site 'building' serves no device 'toaster'.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    public async Task StartAsync_SpeedOutOfRange_NamesIt(double speed)
    {
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SiteSimulator.StartAsync(
            DescribedSites.Site("building"), new SimulatorOptions { Speed = speed }, new ManualTimeProvider()));

        Assert.Contains("The simulator's Speed must be 0.01 to 100,000, but it is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SimulatorOptions_Defaults_AreAsDocumented()
    {
        var options = new SimulatorOptions();

        Assert.Equal(1UL, options.Seed);
        Assert.Equal(TimeSpan.FromMilliseconds(200), options.Step);
        Assert.Equal(1, options.Speed);
        Assert.Null(options.StartAt);
        Assert.Equal(0.55, options.InitialStateOfCharge);
    }
}
