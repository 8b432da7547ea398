using Twins.Runtime.Hosting;

namespace Twins.Runtime.Activations;

/// <summary>Ends grains that nobody calls, and at the bound of grains in memory those that have been idle the longest.</summary>
internal sealed class IdleCollector(GrainEngine engine) : IDisposable
{
    /// <summary>At the bound so large a part makes room at once, so that not every new grain looks over all others.</summary>
    private const double ShareMadeFree = 0.01;

    private readonly Lock _makingRoom = new();
    private ITimer? _timer;

    public void Start()
    {
        var period = engine.Options.CollectionPeriod;
        _timer = engine.Time.CreateTimer(static collector => ((IdleCollector)collector!).Collect(), this, period, period);
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Ends grains that were idle the longest.</summary>
    /// <returns>Whether any makes room.</returns>
    internal bool MakeRoom()
    {
        lock (_makingRoom)
        {
            if (engine.LiveActivations < engine.Options.MaxActivations)
            {
                return true;
            }

            var wanted = Math.Max(1, (int)(engine.Options.MaxActivations * ShareMadeFree));
            var ended = Unneeded()
                .OrderBy(activation => activation.LastUsed)
                .Where(activation => activation.TryEndIdle("Its place was needed."))
                .Take(wanted)
                .ToList();
            return ended.Count > 0;
        }
    }

    private void Collect()
    {
        engine.Clock.Look();
        var latest = engine.Clock.Second - (int)engine.Options.IdleAge.TotalSeconds;
        var why = $"Nobody called it for {engine.Options.IdleAge}.";
        foreach (var activation in Unneeded().Where(activation => activation.LastUsed <= latest))
        {
            activation.TryEndIdle(why);
        }
    }

    private IEnumerable<Activation> Unneeded() => engine.Classes.All
        .SelectMany(each => each.Activations)
        .Where(activation => activation.KeepUntil < engine.Clock.Second || activation.KeepUntil == 0);
}
