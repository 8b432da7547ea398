using Twins.Sites;
using Twins.OperatorConsole.Commands;
using Twins.Testing.Time;

namespace Twins.OperatorConsole.Tests.Commands;

public sealed class SelectionRegistryTests
{
    private static readonly DeviceKey Battery = new("industrial", "bess-1");

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void TrySelect_StandingSelection_LocksOthersOutUntilItExpires()
    {
        var registry = new SelectionRegistry(_clock);
        var first = registry.TrySelect(Battery, 3);
        Assert.NotNull(first);
        Assert.Null(registry.TrySelect(Battery, 3));
        Assert.NotNull(registry.TrySelect(Battery, 4));

        _clock.Advance(SelectionRegistry.Duration);
        Assert.False(first.Stands);
        Assert.NotNull(registry.TrySelect(Battery, 3));
    }

    [Fact]
    public void Dispose_AfterAnotherTookOver_LeavesTheOtherStanding()
    {
        var registry = new SelectionRegistry(_clock);
        var first = registry.TrySelect(Battery, 3)!;
        _clock.Advance(SelectionRegistry.Duration);
        var second = registry.TrySelect(Battery, 3)!;
        first.Dispose();
        Assert.True(second.Stands);
        second.Dispose();
        Assert.NotNull(registry.TrySelect(Battery, 3));
    }
}
