using Microsoft.Extensions.DependencyInjection;
using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Timers;

public sealed class TickAtTheEndTests
{
    [Fact]
    public async Task TickThatWaits_WhenItsGrainEnds_EndsWithIt_AndDoesNotBringTheGrainBack()
    {
        var lives = new TickingLives();
        await using var engine = await TestEngine.StartAsync(add: services => services.AddSingleton(lives));
        var grain = engine.Grain<ITickingGrain>("a");
        await grain.StartTicking(TimeSpan.FromSeconds(1));
        var occupied = grain.Occupy();
        engine.Time.Advance(TimeSpan.FromSeconds(2));

        await grain.EndSoon();
        await Task.WhenAll(occupied, lives.Ended.Task).WaitAsync(Wait.Patience);
        await engine.StopAsync();

        Assert.Equal(1, lives.Begun);
        Assert.Equal(0, lives.Ticks);
    }
}
