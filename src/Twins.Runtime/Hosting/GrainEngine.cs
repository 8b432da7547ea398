using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Twins.Runtime.Activations;
using Twins.Runtime.Calls;
using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Messages;
using Twins.Runtime.Metrics;
using Twins.Runtime.Routing;

namespace Twins.Runtime.Hosting;

/// <summary>What all parts of the running engine share.</summary>
internal sealed class GrainEngine : IDisposable
{
    private readonly IdleCollector _collector;
    private readonly CallWatch _watch;
    private readonly Lazy<IReadOnlyList<IIncomingGrainCallFilter>> _filters;
    private int _live;
    private bool _stopping;

    public GrainEngine(IServiceProvider services, RuntimeOptions options, TimeProvider time, RuntimeMetrics metrics, ILoggerFactory logs)
    {
        Services = services;
        Options = options;
        Time = time;
        Metrics = metrics;
        Log = logs.CreateLogger("Twins.Runtime");
        Clock = new CoarseClock(time);
        PendingCalls = new PendingCalls(time);
        Rebuilder = options.RebuildMessages ? new AnnotationRebuilder() : null;
        HasFilters = services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IIncomingGrainCallFilter));
        _filters = new Lazy<IReadOnlyList<IIncomingGrainCallFilter>>(() => [.. services.GetServices<IIncomingGrainCallFilter>()]);
        Classes = new GrainClasses(this, options.GrainAssemblies);
        Factory = new GrainFactory(this);
        _collector = new IdleCollector(this);
        _watch = new CallWatch(this);
        EngineObservations.Register(this);
    }

    internal IServiceProvider Services { get; }

    internal RuntimeOptions Options { get; }

    internal TimeProvider Time { get; }

    internal RuntimeMetrics Metrics { get; }

    internal ILogger Log { get; }

    internal CoarseClock Clock { get; }

    internal PendingCalls PendingCalls { get; }

    /// <summary>Rebuilds messages in tests; null where they are shared.</summary>
    internal IMessageRebuilder? Rebuilder { get; }

    internal bool HasFilters { get; }

    /// <summary>Made with the first call, as filters may need the grain factory.</summary>
    internal IReadOnlyList<IIncomingGrainCallFilter> Filters => _filters.Value;

    internal GrainClasses Classes { get; }

    internal GrainFactory Factory { get; }

    /// <summary>Names this process in logs.</summary>
    internal string Identity { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Grains in memory, those that are ending included.</summary>
    internal int LiveActivations => Volatile.Read(ref _live);

    public void Dispose()
    {
        _watch.Dispose();
        _collector.Dispose();
    }

    internal void Start()
    {
        _watch.Start();
        _collector.Start();
    }

    /// <summary>Ends all grains, and waits until each has.</summary>
    internal async Task StopAsync(CancellationToken token)
    {
        _stopping = true;
        await Shutdown.DeactivateAllAsync(this, token).ConfigureAwait(false);
        Dispose();
    }

    /// <summary>A new activation, where there is room.</summary>
    /// <exception cref="LimitExceededException">There is none, and none could be made.</exception>
    /// <exception cref="InvalidOperationException">The process stops.</exception>
    internal Activation Activate(GrainClass grainClass, string key)
    {
        if (_stopping)
        {
            throw new InvalidOperationException($"{grainClass.GrainType}/{key} is not activated: the process stops.");
        }

        if (LiveActivations >= Options.MaxActivations && !_collector.MakeRoom())
        {
            Metrics.Rejected();
            throw new LimitExceededException(
                $"{grainClass.GrainType}/{key} is not activated: {Options.MaxActivations} grains are in memory "
                + $"({nameof(Options.MaxActivations)}), and none of them is idle.");
        }

        Interlocked.Increment(ref _live);
        return new Activation(grainClass, key);
    }

    /// <summary>An activation has ended or was never used.</summary>
    internal void Forget() => Interlocked.Decrement(ref _live);

    /// <summary>A call whose outcome nobody waits for has failed.</summary>
    internal void ReportLost(GrainMethod method, Exception reason)
    {
        Metrics.Lost(method);

        // An observer that is gone is called until its registration expires: worth a count, not a line each time.
        Log.Log(reason is ObserverGoneException ? LogLevel.Debug : LogLevel.Warning, reason, "One-way call of {Method} failed", method);
    }
}
