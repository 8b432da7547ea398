using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

public sealed class LoadTests
{
    private static readonly DateTimeOffset Monday = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly LoadParameters Plant = new LoadParameters
    {
        Element = "hall-1",
        Seed = 4,
        PeakPowerW = 100_000,
        Profile = DailyProfile.Industry,
        WeekendShare = 0.3,
    }.Validated();

    [Fact]
    public void At_AnyTime_SplitsTheDemandOverThePhases()
    {
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            var time = Monday.AddMinutes(minute);
            var output = Load.At(Plant, time);

            Assert.Equal(-Load.DemandW(Plant, time), output.ActivePowerW.Sum, 1e-6);
            Assert.InRange(output.ActivePowerW.A / output.ActivePowerW.Sum, 0.29, 0.38);
        }
    }

    [Fact]
    public void At_PowerFactor_SetsTheReactivePower()
    {
        var output = Load.At(Plant, Monday.AddHours(10));
        var apparent = double.Hypot(output.ActivePowerW.Sum, output.ReactivePowerVar.Sum);

        Assert.Equal(0.95, -output.ActivePowerW.Sum / apparent, 1e-9);
        Assert.True(output.ReactivePowerVar.Sum < 0);
    }

    [Theory]
    [InlineData(3, 28_000)]
    [InlineData(9, 100_000)]
    public void DemandW_HourOfDay_FollowsTheProfileWithinTheNoise(int hour, double expectedW) =>
        Assert.InRange(Load.DemandW(Plant, Monday.AddHours(hour)), expectedW * 0.95, expectedW * 1.05);

    [Fact]
    public void DemandW_Sunday_IsTheWeekendShare()
    {
        var quiet = Plant with { NoiseShare = 0 };

        Assert.Equal(0.3 * Load.DemandW(quiet, Monday.AddHours(9)), Load.DemandW(quiet, Monday.AddDays(6).AddHours(9)), 1e-6);
    }

    [Fact]
    public void DemandW_Machine_RunsOnceInEveryInterval()
    {
        var machine = Plant with { NoiseShare = 0, Profile = DailyProfile.Flat(0), MachinePowerW = 40_000 };
        for (var interval = 0; interval < 50; interval++)
        {
            var running = Enumerable.Range(0, 600).Count(second => Load.DemandW(machine, Monday.AddSeconds((600 * interval) + second)) > 0);
            Assert.InRange(running, 44, 46);
        }
    }

    [Fact]
    public void At_Shed_ServesTheShare()
    {
        var full = Load.At(Plant, Monday).ActivePowerW.Sum;

        Assert.Equal(0.25 * full, Load.At(Plant, Monday, 0.25).ActivePowerW.Sum, 1e-9);
        Assert.Equal(0, Load.At(Plant, Monday, 0).ActivePowerW.Sum);
    }

    [Fact]
    public void DailyProfile_BetweenSlots_IsLinearAndWrapsAtMidnight()
    {
        var profile = new DailyProfile(0.2, 0.6, 1.0, 0.4);

        Assert.Equal(0.4, profile.At(TimeSpan.FromHours(3)), 12);
        Assert.Equal(0.3, profile.At(TimeSpan.FromHours(21)), 12);
        Assert.Equal(0.2, profile.At(TimeSpan.FromHours(24)), 12);
    }

    [Fact]
    public void Validated_RunLongerThanInterval_NamesElementAndValue()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => (Plant with { MachineRun = TimeSpan.FromHours(1) }).Validated());

        Assert.Contains("hall-1: MachineRun.TotalSeconds must lie within 0 … 600, but it is 3600.", error.Message, StringComparison.Ordinal);
    }
}
