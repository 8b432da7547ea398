using System.Globalization;
using Twins.Simulator;
using Twins.Testing.Peers;

namespace Twins.Tests.Simulator.Serving;

/// <summary>The served registers as software reads them that nobody here wrote: mbpoll (libmodbus).</summary>
public sealed class IndependentReaderTests
{
    [Fact]
    public async Task Mbpoll_Voltage_IsTheBusVoltageInTenths()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("stuttgart-dc"));

        var register = Value(await PollAsync(site.Simulator.Device("ess-1"), "-t", "4", "-r", "100"), 100);

        Assert.Equal(site.Simulator.Device("ess-1").Read("voltage").Number, register / 10.0, 0.06);
    }

    [Fact]
    public async Task Mbpoll_SunSpecStateOfCharge_IsScaledByTheFactorBesideIt()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("industrial"));
        var battery = site.Simulator.Device("bess-1");

        var stateOfCharge = Value(await PollAsync(battery, "-t", "4", "-r", "40141"), 40141);
        var exponent = (short)Value(await PollAsync(battery, "-t", "4", "-r", "40145"), 40145);

        Assert.Equal(battery.Read("stateOfCharge").Number, stateOfCharge * Math.Pow(10, exponent), 0.01);
    }

    [Fact]
    public async Task Mbpoll_WritesSetpoint_BatteryFollowsWithTheDevicesSign()
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site("stuttgart-dc"));
        var storage = site.Simulator.Device("ess-1");

        // The device counts charging as positive, in tenths of a kilowatt: 125 charges with 12.5 kW.
        await PollAsync(storage, ["-t", "4", "-r", "200"], "125");
        site.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(-12_500, storage.Read("activePower").Number, 1e-6);
        Assert.Equal(125, Value(await PollAsync(storage, "-t", "4", "-r", "201"), 201));
    }

    private static Task<string> PollAsync(SimulatedDevice device, params string[] arguments) => PollAsync(device, arguments, []);

    private static async Task<string> PollAsync(SimulatedDevice device, string[] arguments, params string[] values)
    {
        var mbpoll = PeerProgram.Find("mbpoll");
        Assert.SkipUnless(mbpoll is not null, "mbpoll is not installed");
        var unit = device.UnitId.ToString(CultureInfo.InvariantCulture);
        var port = device.Endpoint.Port.ToString(CultureInfo.InvariantCulture);
        var result = await PeerProcess.RunAsync(mbpoll, ["-m", "tcp", "-0", "-1", "-a", unit, "-p", port, .. arguments, "127.0.0.1", .. values]);
        Assert.True(result.ExitCode == 0, result.Output);
        return result.Output;
    }

    /// <summary>mbpoll prints a line <c>[address]: value</c>, with the signed reading in brackets behind large ones.</summary>
    private static int Value(string output, int address)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"[{address}]:");
        var line = output.Split('\n').Single(line => line.StartsWith(prefix, StringComparison.Ordinal));
        return int.Parse(line[prefix.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
