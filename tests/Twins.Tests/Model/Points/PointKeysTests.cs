using Twins.Points;
using Twins.Sites;
using Twins.Tests.Model.Descriptions;

namespace Twins.Tests.Model.Points;

public sealed class PointKeysTests
{
    private static readonly PointTable Table = SampleFiles.Load().GetCatalog().FindDevice(new DeviceKey("lab", "battery-1"))!.Points;

    [Fact]
    public void TryGetOrdinal_OfAFormerKey_FindsThePoint()
    {
        Assert.True(Table.TryGetOrdinal("soc", out var ordinal));
        Assert.Equal("stateOfCharge", Table[ordinal].Key);
    }

    [Fact]
    public void TryGetOrdinal_OfAPartThatIsNotThere_IsFalse() => Assert.False(Table.TryGetOrdinal("modules.3.voltage", out _));

    [Theory]
    [InlineData("outlets.3.power", "outlets.power")]
    [InlineData("activePower", "activePower")]
    public void WithoutIndex_IsTheKeyOfTheDescription(string key, string expected) => Assert.Equal(expected, PointKeys.WithoutIndex(key));
}
