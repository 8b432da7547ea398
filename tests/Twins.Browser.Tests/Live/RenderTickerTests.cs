using Twins.OperatorConsole.Live;
using Twins.Testing.Time;

namespace Twins.OperatorConsole.Tests.Live;

public sealed class RenderTickerTests
{
    [Fact]
    public void Start_ClockTurns_TicksTwiceASecondHoweverOftenItIsStarted()
    {
        var clock = new ManualTimeProvider();
        using var ticker = new RenderTicker(clock);
        var ticks = 0;
        ticker.Start(() => ticks++);
        ticker.Start(() => ticks += 100);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(6, ticks);
        ticker.Dispose();
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(6, ticks);
    }

    [Fact]
    public void Pulse_ViewRemovesAnother_TheRestStillLook()
    {
        using var ticker = new RenderTicker(new ManualTimeProvider());
        var second = new View();
        ticker.Add(new View { Then = () => ticker.Remove(second) });
        ticker.Add(second);
        var third = new View();
        ticker.Add(third);
        ticker.Pulse();
        Assert.Equal((0, 1), (second.Looks, third.Looks));
    }

    private sealed class View : ILiveView
    {
        public int Looks { get; private set; }

        public Action? Then { get; init; }

        public void OnTick()
        {
            Looks++;
            Then?.Invoke();
        }
    }
}
