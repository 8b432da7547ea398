using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Readings;
using Twins.Simulator;

namespace Twins.Tests.Simulator.Serving;

/// <summary>Every Modbus device description that says it was tested against the simulator.</summary>
public sealed class DescribedDevicesTests
{
    public static TheoryData<string> Descriptions =>
        [.. DescribedSites.Configuration.Devices.Where(device => device.Tested.Simulator && device.Protocol is ModbusDescription).Select(device => device.Key)];

    public static TheoryData<string, string> Devices =>
        [.. DescribedSites.Configuration.GetCatalog().Sites.SelectMany(site => site.Devices)
            .Where(device => device.Description.Tested.Simulator && device.Description.Protocol is ModbusDescription)
            .Select(device => (device.Key.Site, device.Key.Device))];

    [Fact]
    public void Descriptions_OfTheSimulatedSites_AreAllThere() => Assert.True(Descriptions.Count >= 8);

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task ReadAll_ServedDevice_GivesEveryDescribedPointInItsRange(string siteKey, string deviceKey)
    {
        await using var site = await ServedSite.StartAsync(DescribedSites.Site(siteKey));
        site.Clock.Advance(TimeSpan.FromSeconds(2));
        var device = await site.ConnectAsync(deviceKey);

        var readings = await device.ReadAllAsync();

        Assert.NotEmpty(readings);
        Assert.All(readings, reading => Assert.Equal((reading.Key, Quality.Good), (reading.Key, reading.Value.Quality)));
        Assert.All(readings, reading => AssertShowsTheTruth(device.Device, reading.Key, reading.Value.Value));
    }

    [Theory]
    [MemberData(nameof(Descriptions))]
    public async Task Write_EverySetpoint_IsReadBackAtOnce(string description)
    {
        var definition = DescribedSites.DeviceOf(description);
        await using var site = await ServedSite.StartAsync(SimulatedSites.Alone(definition));
        var device = await site.ConnectAsync(definition.Key.Device);
        await device.ReadAllAsync();

        foreach (var point in definition.Points.Where(point => point.Kind == PointKind.Setpoint))
        {
            var value = Another(point, device.Device.Read(point.Key));
            await device.WriteAsync(point.Key, value);

            var readBack = await device.ReadBackAsync(point.Key);
            Assert.Equal((point.Key, value), (point.Key, Rounded(readBack)));
            Assert.Equal((point.Key, value), (point.Key, Rounded(device.Device.Read(point.Key))));
        }
    }

    private static void AssertShowsTheTruth(SimulatedDevice device, string key, PointValue shown)
    {
        var truth = device.Read(key);
        if (truth.Type != PointValueType.Number)
        {
            Assert.Equal((key, truth), (key, shown));
            return;
        }

        // Registers are coarser than the model, but never by more than a hundredth of what there is to show, or half a unit's step.
        var coarseness = Math.Max(0.01 * Math.Abs(truth.Number), 10);
        Assert.True(Math.Abs(truth.Number - shown.Number) <= coarseness, $"{key} is {truth.Number}, and the registers show {shown.Number}");
    }

    private static PointValue Another(PointDefinition point, PointValue present) => point.ValueType switch
    {
        PointValueType.Flag => PointValue.FromFlag(!present.Flag),
        PointValueType.Enum => PointValue.FromEnum(point.Members.First(member => member.Code != present.EnumCode).Code),
        _ => PointValue.FromNumber(point.Unit!.Symbol switch
        {
            "W" => 10_000,
            "V" => 650,
            "Ω" => 2,
            _ => 25,
        }),
    };

    private static PointValue Rounded(PointValue value) =>
        value.Type == PointValueType.Number ? PointValue.FromNumber(Math.Round(value.Number, 3)) : value;
}
