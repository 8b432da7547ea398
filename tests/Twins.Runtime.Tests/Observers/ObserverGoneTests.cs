using System.Runtime.CompilerServices;
using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Observers;

public sealed class ObserverGoneTests
{
    [Fact]
    public async Task Observer_NobodyElseHolds_IsGone_AndItsCallersAreToldAtOnce()
    {
        await using var engine = await TestEngine.StartAsync();
        var reference = Register(engine);

        await Wait.UntilAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return reference.Ask().IsFaulted;
            },
            "the observer's object was collected");

        var failure = await Assert.ThrowsAsync<ObserverGoneException>(reference.Ask);
        Assert.Equal("observer/1 is no longer in memory: its owner has let go of it.", failure.Message);
    }

    [Fact]
    public async Task Reference_ToAGrain_IsNoObserver()
    {
        await using var engine = await TestEngine.StartAsync();
        var listener = new Listener();
        var reference = engine.Client.CreateObjectReference<IListener>(listener);

        Assert.Throws<ArgumentException>(() => engine.Client.CreateObjectReference<IListener>(reference));
        GC.KeepAlive(listener);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IListener Register(TestEngine engine) => engine.Client.CreateObjectReference<IListener>(new Listener());

    private sealed class Listener : IListener
    {
        public Task<int> Ask() => Task.FromResult(1);
    }
}

public interface IListener : IGrainObserver
{
    Task<int> Ask();
}
