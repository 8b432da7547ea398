using Twins.Adapters.Modbus;

namespace Twins.Cluster.Tests.Adapters.Modbus;

public sealed class PollScheduleTests
{
    [Fact]
    public void TakeDue_Script_OnTheGridAndMissedOnesAreCounted()
    {
        var schedule = new PollSchedule([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)], At(0));
        (double Now, int[] Due, double Next)[] script =
            [(0, [0, 1], 1), (1.2, [0], 2), (1.9, [], 2), (5.5, [0], 6), (10, [0, 1], 11)];
        List<int> due = [];
        long missed = 0;

        foreach ((double now, int[] expected, double next) in script)
        {
            due.Clear();
            missed += schedule.TakeDue(At(now), due);
            Assert.Equal(expected, due);
            Assert.Equal(At(next), schedule.Next);
        }

        Assert.Equal(3 + 4, missed);
    }

    [Fact]
    public void Next_NothingToPoll_Never() => Assert.Equal(MonotonicTime.Never, new PollSchedule([], At(0)).Next);

    private static MonotonicTime At(double second) => new(TimeSpan.FromSeconds(second).Ticks);
}
