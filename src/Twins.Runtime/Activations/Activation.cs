using Microsoft.Extensions.Logging;
using Twins.Runtime.Routing;
using Twins.Runtime.State;
using Twins.Runtime.Timers;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Activations;

/// <summary>One grain living in memory. What only some grains need is kept apart and made when it is first used.</summary>
internal sealed class Activation : TurnQueue, IEngineContext
{
    private Grain? _instance;
    private ActivationExtras? _extras;
    private int _lastUsed;
    private int _keepUntil;

    internal Activation(GrainClass grainClass, string key)
        : base(new OpeningRequest())
    {
        Class = grainClass;
        Key = key;
        Touch();
    }

    public GrainId GrainId => new(Class.GrainType, IdSpan.Create(Key));

    public object? GrainInstance => _instance;

    public IServiceProvider ActivationServices => Class.Engine.Services;

    public IGrainFactory GrainFactory => Class.Engine.Factory;

    public string RuntimeIdentity => Class.Engine.Identity;

    internal GrainClass Class { get; }

    internal string Key { get; }

    /// <summary>The grain object; there is one whenever calls run.</summary>
    internal Grain Instance => _instance!;

    internal ActivationExtras Extras => _extras ??= new ActivationExtras();

    protected override ILogger Log => Class.Engine.Log;

    /// <summary>Second of the engine's clock at which it was used last.</summary>
    internal int LastUsed => _lastUsed;

    /// <summary>Second of the engine's clock until which it does not idle out.</summary>
    internal int KeepUntil => _keepUntil;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (!TryClose(new ClosingRequest(deactivationReason, cancellationToken), onlyIfQuiet: false) && Phase == Phase.Opening)
        {
            Extras.CloseWhenOpen = deactivationReason;
        }
    }

    public void DelayDeactivation(TimeSpan timeSpan) => _keepUntil =
        timeSpan == Timeout.InfiniteTimeSpan || timeSpan == TimeSpan.MaxValue ? int.MaxValue
        : timeSpan <= TimeSpan.Zero ? 0
        : (int)Math.Min(int.MaxValue, Class.Engine.Clock.Second + Math.Ceiling(timeSpan.TotalSeconds));

    public IGrainTimer RegisterTimer<TState>(
        Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer<TState>(this, callback, state, options);
        Extras.Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public override string ToString() => $"{Class.GrainType}/{Key}";

    /// <summary>Notes that the grain is in use.</summary>
    internal void Touch() => _lastUsed = Class.Engine.Clock.Second;

    /// <summary>Begins to end it where it neither runs nor waits for anything.</summary>
    internal bool TryEndIdle(string why) =>
        TryClose(new ClosingRequest(new DeactivationReason(DeactivationReasonCode.ActivationIdle, why), default), onlyIfQuiet: true);

    /// <summary>Makes the grain object, reads its state and activates it.</summary>
    internal async Task OpenAsync()
    {
        var states = new List<IActivationState>();
        _instance = Class.Constructor.Create(this, states);
        foreach (var state in states)
        {
            await state.ReadStateAsync(CancellationToken.None).ConfigureAwait(true);
        }

        await _instance.OnActivateAsync(CancellationToken.None).ConfigureAwait(true);
    }

    internal void Opened(Exception? failure)
    {
        if (failure is not null)
        {
            Log.LogError(failure, "{Grain} could not be activated", this);
            Retire(failure);
            return;
        }

        Open();
        if (_extras?.CloseWhenOpen is { } reason)
        {
            Deactivate(reason);
        }
    }

    /// <summary>Tells the grain that it ends, and lets go of what it held.</summary>
    internal async Task CloseAsync(DeactivationReason reason, CancellationToken token)
    {
        _extras?.DisposeTimers();
        using var limit = new CancellationTokenSource(Class.Engine.Options.DeactivationTimeout, Class.Engine.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
        await Instance.OnDeactivateAsync(reason, either.Token).ConfigureAwait(true);
        switch (Instance)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync().ConfigureAwait(true);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    internal void Closed(Exception? failure)
    {
        if (failure is not null)
        {
            Log.LogError(failure, "{Grain} failed while it was deactivated", this);
        }

        Retire(null);
    }

    // A timer's tick ends with its activation, and what nobody waits for must not bring the grain back.
    private void HandOn(Request request, Exception? refusal)
    {
        if (request.IsAbandoned)
        {
            return;
        }

        if (refusal is null && request is not GrainTimer)
        {
            Class.Bring(request, Key);
        }
        else
        {
            request.Refuse(refusal ?? new InvalidOperationException($"{this} has ended."));
        }
    }

    /// <summary>Gives the key free for the next activation, and hands over or refuses what waits.</summary>
    private void Retire(Exception? refusal)
    {
        Class.Remove(this);
        Class.Engine.Forget();
        var waiting = Close();
        _instance = null;
        _extras = null;
        while (waiting is not null)
        {
            var request = waiting;
            waiting = request.Next;
            HandOn(request, refusal);
        }
    }
}
