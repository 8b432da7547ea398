using Twins.Devices;
using Twins.Points;
using Twins.OperatorConsole.Devices;

namespace Twins.OperatorConsole.Tests.Devices;

public sealed class SetpointTrailTests
{
    [Fact]
    public void Read_ChangesAndTheEnd_AreStepsAndAGap()
    {
        var trail = new SetpointTrail();
        trail.Observe(Status(5), At(1));
        trail.Observe(Status(5), At(2)); // unchanged: no step
        trail.Observe(Status(-7), At(3));
        trail.Observe(Status(null), At(4));
        var all = trail.Read(default);
        Assert.Equal([1_000, 3_000, 4_000], all.TimesMs);
        Assert.Equal([5, -7, double.NaN], all.Values);
        Assert.Equal([4_000], trail.Read(At(3)).TimesMs);
        Assert.Empty(trail.Read(At(4)).TimesMs);
    }

    private static Timestamp At(int seconds) => new(seconds * 1_000_000L);

    private static SetpointStatus Status(double? desired) => new(
        0, desired is { } value ? PointValue.FromNumber(value) : PointValue.None, "test", null, PointValue.None, null, null);
}
