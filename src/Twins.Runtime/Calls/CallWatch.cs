using Microsoft.Extensions.Logging;
using Twins.Runtime.Hosting;

namespace Twins.Runtime.Calls;

/// <summary>Every quarter of a second, ends the calls whose time is over and those that wait for themselves.</summary>
internal sealed class CallWatch(GrainEngine engine) : IDisposable
{
    /// <summary>How late a time-out may come.</summary>
    internal static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(250);

    private ITimer? _timer;

    public void Start() => _timer = engine.Time.CreateTimer(static watch => ((CallWatch)watch!).Look(), this, Resolution, Resolution);

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        engine.Clock.Look();
        foreach (var call in engine.PendingCalls.OlderThan(engine.Options.CallTimeout))
        {
            Expire(call);
        }

        if (engine.Options.CallCycleGrace != Timeout.InfiniteTimeSpan)
        {
            EndCycles();
        }
    }

    private void Expire(PendingCall call)
    {
        var what = $"{call.Describe()} has not answered within {engine.Options.CallTimeout.TotalSeconds:0.###} s.";
        if (call.TryFail(new TimeoutException(what)))
        {
            engine.Metrics.TimedOut(call.Method);
            engine.Log.LogWarning("Call timed out: {Call}", what);
        }
    }

    private void EndCycles()
    {
        var waiting = engine.PendingCalls.OlderThan(engine.Options.CallCycleGrace);
        if (waiting.Count == 0)
        {
            return;
        }

        foreach (var cycle in CallCycles.Find(waiting))
        {
            var chain = CallCycles.Describe(cycle);
            if (cycle[^1].TryFail(new CallCycleException($"The call waits for itself: {chain}.")))
            {
                engine.Metrics.FoundCycle();
                engine.Log.LogError("Calls wait for each other: {Chain}", chain);
                return;
            }
        }
    }
}
