using Twins.Energy.PowerFlow;

namespace Twins.Tests.Energy.PowerFlow;

/// <summary>A radial network of any size: a trunk of 100 buses with equal laterals.</summary>
internal static class LongFeeder
{
    public static NetworkCase Of(int buses)
    {
        var keys = Enumerable.Range(0, buses).Select(i => $"b{i}").ToArray();
        return new NetworkCase
        {
            BasePower = 10e6,
            AcBuses =
            [
                new AcBus(keys[0], 20_000) { Control = AcBusControl.Slack },
                .. keys.Skip(1).Select(key => new AcBus(key, 20_000) { ActivePower = -500, ReactivePower = -200 }),
            ],
            AcBranches = [.. Enumerable.Range(1, buses - 1).Select(i => new AcBranch($"l{i}", keys[Parent(i)], keys[i], 0.01, 0.008))],
        };
    }

    private static int Parent(int bus) => bus < 100 || bus % 100 == 0 ? (bus < 100 ? bus - 1 : (bus / 100) % 100) : bus - 1;
}
