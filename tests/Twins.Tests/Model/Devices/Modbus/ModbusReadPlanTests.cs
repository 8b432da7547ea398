using Twins.Adapters.Modbus;

namespace Twins.Tests.Model.Devices.Modbus;

public sealed class ModbusReadPlanTests
{
    [Fact]
    public void Create_OfTheSample_MergesThePartsThatTouch() =>
        Assert.Equal(["Holding 0-19 every 1 s", "Holding 100-119 every 10 s"], SampleMap.Plan(SampleMap.Compile()), StringComparer.Ordinal);

    [Theory]
    [InlineData(4, new[] { "Holding 0-19 every 1 s", "Holding 25-29 every 1 s" })]
    [InlineData(5, new[] { "Holding 0-29 every 1 s" })]
    public void Create_BlocksApart_MergesWithinTheAllowedGap(int allowedGap, string[] expected) => Assert.Equal(
        expected,
        SampleMap.Plan(SampleMap.Compile("    - {function: holding, start: 25, count: 5, everyS: 1}\n", modules: 0, allowedGap: allowedGap)), StringComparer.Ordinal);

    [Fact]
    public void Create_AnotherPeriodOrTable_IsAnotherRequest() => Assert.Equal(
        ["Holding 0-19 every 1 s", "Holding 20-29 every 5 s", "Input 0-9 every 1 s"],
        SampleMap.Plan(SampleMap.Compile(
            "    - {function: holding, start: 20, count: 10, everyS: 5}\n    - {function: input, start: 0, count: 10, everyS: 1}\n", modules: 0)), StringComparer.Ordinal);

    [Fact]
    public void Create_MoreThanARequest_IsSplitAtTheLimit() => Assert.Equal(
        ["Holding 0-19 every 1 s", "Holding 100-224 every 10 s", "Holding 225-299 every 10 s"], SampleMap.Plan(SampleMap.Compile(modules: 20)), StringComparer.Ordinal);

    [Fact]
    public void Create_APointAtTheCut_StaysWhole()
    {
        // 0 to 199 would be cut at 125, in the middle of 'fan' at 124 to 125.
        var map = Wide("{key: fan, address: 124, data: uint32, unit: W}");

        Assert.Equal(["Holding 0-123 every 1 s", "Holding 124-199 every 1 s"], SampleMap.Plan(map), StringComparer.Ordinal);
    }

    [Fact]
    public void Create_ABeginningAtTheCut_IsCutThere() =>
        Assert.Equal(["Holding 0-124 every 1 s", "Holding 125-199 every 1 s"], SampleMap.Plan(Wide("{key: fan, address: 125, data: uint32, unit: W}")), StringComparer.Ordinal);

    [Fact]
    public void Create_AGapAtTheCut_IsNotRead()
    {
        var map = SampleMap.Compile("    - {function: input, start: 0, count: 124, everyS: 1}\n    - {function: input, start: 130, count: 5, everyS: 1}\n", modules: 0, allowedGap: 6);

        Assert.Equal(["Holding 0-19 every 1 s", "Input 0-123 every 1 s", "Input 130-134 every 1 s"], SampleMap.Plan(map), StringComparer.Ordinal);
    }

    [Fact]
    public void Create_Bits_AreSplitAtTheirOwnLimit() => Assert.Equal(
        ["Holding 0-19 every 1 s", "Coil 0-1999 every 1 s", "Coil 2000-2499 every 1 s"],
        SampleMap.Plan(SampleMap.Compile("    - {function: coil, start: 0, count: 2500, everyS: 1}\n", modules: 0)), StringComparer.Ordinal);

    private static ModbusMap Wide(string point)
    {
        var type = Descriptions.SampleFiles.Type.Replace("{key: name, ", "{key: fan, quantity: power, unit: W, kind: measurement, about: Fan}\n  - {key: name, ", StringComparison.Ordinal);
        var device = Descriptions.SampleFiles.Device.Replace("start: 0, count: 20", "start: 0, count: 200", StringComparison.Ordinal)
            .Replace("    - {function: holding, start: 100, count: 10, everyS: 10, group: modules, stride: 10}\n", "", StringComparison.Ordinal)
            .Replace("{key: modules.voltage, address: 100, stride: 10, data: uint16, unit: V, scale: 0.1}", point, StringComparison.Ordinal);
        return ModbusMap.Compile(Descriptions.SampleFiles.Load(type, device).GetCatalog().FindDevice(new Twins.Sites.DeviceKey("lab", "battery-1"))!);
    }
}
