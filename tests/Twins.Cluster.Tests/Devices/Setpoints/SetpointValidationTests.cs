using Twins.Devices;
using Twins.Grains.Devices;
using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Points;
using Twins.Sites;

namespace Twins.Cluster.Tests.Devices.Setpoints;

public sealed class SetpointValidationTests
{
    private static readonly SiteCatalog Catalog = TestCatalog.Load(TestCatalog.OneBattery);
    private static readonly ConnectivityReport Online = new(Connectivity.Online, null, default);

    [Theory]
    [InlineData("noSuchPoint", CommandRefusal.UnknownPoint, "no point 'noSuchPoint'")]
    [InlineData("stateOfCharge", CommandRefusal.UnknownPoint, "is no setpoint but a measurement")]
    public void Check_PointCannotBeSet_SaysWhy(string point, CommandRefusal refusal, string reason)
    {
        SetpointCheck verdict = Check(point, PointValue.FromNumber(1), null);

        Assert.Equal(refusal, verdict.Refusal);
        Assert.Contains(reason, verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.001)]
    [InlineData(32 * 86_400)]
    public void Check_ValidityOutOfBounds_NamesValueAndBound(double seconds)
    {
        SetpointCheck verdict = Check("powerSetpoint", PointValue.FromNumber(1), TimeSpan.FromSeconds(seconds));

        Assert.Equal(CommandRefusal.Limit, verdict.Refusal);
        Assert.Contains(TimeSpan.FromSeconds(seconds).ToString(), verdict.Reason, StringComparison.Ordinal);
        Assert.Contains("at most 31 days", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WrongShape_Refused() =>
        Assert.Contains("takes number, not flag", Check("powerSetpoint", PointValue.FromFlag(true), null).Reason, StringComparison.Ordinal);

    [Fact]
    public void Check_NoValue_Refused() =>
        Assert.Equal(CommandRefusal.Limit, Check("powerSetpoint", PointValue.None, null).Refusal);

    [Fact]
    public void Check_AllWell_HoldsForTheTypesDefault()
    {
        SetpointCheck verdict = Check("powerSetpoint", PointValue.FromNumber(50_000), null);

        Assert.Equal((CommandRefusal.None, TimeSpan.FromMinutes(5)), (verdict.Refusal, verdict.HoldFor));
    }

    private static SetpointCheck Check(string point, PointValue value, TimeSpan? validFor, string? selectedBy = null) => SetpointCheck.Of(
        Catalog.FindDevice(new DeviceKey("test", "bess-1"))!,
        Catalog.FindSite("test")!.Description,
        Online,
        new SetpointRequest(Guid.Empty, point, value, validFor, CommandOrigin.Operator, "test", default),
        _ => selectedBy);
}
