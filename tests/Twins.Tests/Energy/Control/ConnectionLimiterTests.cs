using Twins.Energy.Control;

namespace Twins.Tests.Energy.Control;

/// <summary>Multi-step scripts: a site of one load and one storage; the grid takes the difference.</summary>
public sealed class ConnectionLimiterTests
{
    private static readonly ConnectionLimits Limits = new(ImportLimitW: 100_000, ExportLimitW: 20_000, GainPerSecond: 1);

    [Fact]
    public void Step_LoadWithinTheLimit_KeepsTheSchedule()
    {
        var site = new Site(scheduledW: -10_000);

        Assert.Equal([-10_000, -10_000], site.Run(50_000, 60_000));
    }

    [Fact]
    public void Step_PeakAboveTheLimit_IsShavedAndTheScheduleComesBack()
    {
        var site = new Site(scheduledW: 0);

        var powers = site.Run(130_000, 130_000, 130_000, 80_000, 80_000);

        Assert.Equal([30_000, 30_000, 30_000, 0, 0], powers);
        Assert.Equal(80_000, site.GridW);
    }

    [Fact]
    public void Step_StorageAtItsLimit_DoesNotWindUp()
    {
        var site = new Site(scheduledW: 0) { MaxW = 20_000 };

        site.Run(200_000, 200_000, 200_000, 200_000, 200_000, 200_000);
        var recovery = site.Run(90_000, 90_000);

        Assert.Equal(0, recovery[^1]);
    }

    [Fact]
    public void Step_ExportAboveTheLimit_ChargesTheStorage()
    {
        var site = new Site(scheduledW: 0);

        var powers = site.Run(-50_000, -50_000, -50_000);

        Assert.Equal(-30_000, powers[^1]);
        Assert.Equal(-20_000, site.GridW);
    }

    [Fact]
    public void Step_NoExportLimit_LeavesExportAlone()
    {
        var site = new Site(scheduledW: 0) { Limits = Limits with { ExportLimitW = double.PositiveInfinity } };

        Assert.Equal([0, 0], site.Run(-500_000, -500_000));
    }

    [Fact]
    public void Step_CrossedRange_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => ConnectionLimiter.Step(
        default, new ConnectionMeasurement(0, 0, MinW: 10, MaxW: 5, TimeSpan.FromSeconds(1)), Limits));

    private sealed class Site(double scheduledW)
    {
        private readonly double _scheduledW = scheduledW;
        private ConnectionLimiterState _state;
        private double? _storageW;

        public double MaxW { get; init; } = 60_000;

        public ConnectionLimits Limits { get; init; } = ConnectionLimiterTests.Limits;

        public double GridW { get; private set; }

        public List<double> Run(params ReadOnlySpan<double> loads)
        {
            var powers = new List<double>();
            foreach (var load in loads)
            {
                GridW = load - (_storageW ?? _scheduledW);
                (var setpoint, _state) = ConnectionLimiter.Step(
                    _state, new ConnectionMeasurement(GridW, _scheduledW, -60_000, MaxW, TimeSpan.FromSeconds(1)), Limits);
                _storageW = setpoint;
                powers.Add(setpoint);
            }

            return powers;
        }
    }
}

public sealed class RampLimiterTests
{
    [Fact]
    public void Step_FarTarget_MovesByTheRateAndArrives()
    {
        var value = 0.0;
        var script = new List<double>();
        foreach (var target in new[] { 100.0, 100, 100, -20, -20, -20 })
        {
            value = RampLimiter.Step(value, target, risePerSecond: 40, fallPerSecond: 60, TimeSpan.FromSeconds(1));
            script.Add(value);
        }

        Assert.Equal([40, 80, 100, 40, -20, -20], script);
    }

    [Fact]
    public void Step_NoLimits_IsTheTarget() =>
        Assert.Equal(5, RampLimiter.Step(0, 5, double.PositiveInfinity, double.PositiveInfinity, TimeSpan.FromSeconds(1)));

    [Fact]
    public void Step_NotANumber_IsRefusedByName()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => RampLimiter.Step(0, double.NaN, 1, 1, TimeSpan.FromSeconds(1)));

        Assert.StartsWith("target must be a finite number.", error.Message, StringComparison.Ordinal);
    }
}
