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
        var site = new Site(scheduledW: 0) { HighestW = 20_000 };

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
        default, new ConnectionMeasurement(0, 0, LowestW: 10, HighestW: 5, TimeSpan.FromSeconds(1)), Limits));

    private sealed class Site(double scheduledW)
    {
        private readonly double _scheduledW = scheduledW;
        private ConnectionLimiterState _state;
        private double? _storageW;

        public double HighestW { get; init; } = 60_000;

        public ConnectionLimits Limits { get; init; } = ConnectionLimiterTests.Limits;

        public double GridW { get; private set; }

        public List<double> Run(params ReadOnlySpan<double> loads)
        {
            var powers = new List<double>();
            foreach (var load in loads)
            {
                GridW = load - (_storageW ?? _scheduledW);
                (var setpoint, _state) = ConnectionLimiter.Step(
                    _state, new ConnectionMeasurement(GridW, _scheduledW, -60_000, HighestW, TimeSpan.FromSeconds(1)), Limits);
                _storageW = setpoint;
                powers.Add(setpoint);
            }

            return powers;
        }
    }
}
