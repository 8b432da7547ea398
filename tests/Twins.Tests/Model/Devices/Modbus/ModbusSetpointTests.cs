using Twins.Adapters.Modbus;
using Twins.Points;

namespace Twins.Tests.Model.Devices.Modbus;

public sealed class ModbusSetpointTests
{
    [Theory]
    [InlineData(100, 100, true)]
    [InlineData(100, 101, true)]
    [InlineData(100, 99, true)]
    [InlineData(100, 101.5, false)]
    [InlineData(100, -100, false)]
    public void IsFollowed_WithinTheTolerance(double requested, double readBack, bool followed) =>
        Assert.Equal(followed, IsFollowed(PointValue.FromNumber(requested), PointValue.FromNumber(readBack)));

    [Fact]
    public void IsFollowed_NothingReadBack_IsFalse() => Assert.False(IsFollowed(PointValue.FromNumber(0), PointValue.None));

    [Fact]
    public void FindSetpoint_OfAnotherPoint_IsNull() => Assert.Null(SampleMap.Compile().FindSetpoint(0));

    [Fact]
    public void Compile_AReadBack_IsAtItsOwnAddress()
    {
        var loaded = Descriptions.SampleFiles.Load(device: Descriptions.SampleFiles.Device.Replace("tolerance: 1", "readBack: 40", StringComparison.Ordinal));
        var setpoint = ModbusMap.Compile(loaded.GetCatalog().FindDevice(new Twins.Sites.DeviceKey("lab", "battery-1"))!).Setpoints.Single();

        Assert.Equal((30, 40), (setpoint.Target.Address, setpoint.ReadBack.Address));
        Assert.True(setpoint.IsFollowed(PointValue.FromNumber(0.5), PointValue.FromNumber(1), new ModbusScaleFactors(SampleMap.Compile())));
        Assert.False(setpoint.IsFollowed(PointValue.FromNumber(0.4), PointValue.FromNumber(1), new ModbusScaleFactors(SampleMap.Compile())));
    }

    private static bool IsFollowed(PointValue requested, PointValue readBack)
    {
        var map = SampleMap.Compile();
        return map.Setpoints.Single().IsFollowed(requested, readBack, new ModbusScaleFactors(map));
    }
}
