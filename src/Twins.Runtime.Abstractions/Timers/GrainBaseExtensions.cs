namespace Twins.Runtime;

/// <summary>Timers of a grain. Always called as <c>this.RegisterGrainTimer(…)</c>; callbacks run as turns of the grain.</summary>
public static class GrainBaseExtensions
{
    /// <summary>Ends the activation after the calls that it has begun.</summary>
    /// <param name="grain">The grain itself.</param>
    public static void DeactivateOnIdle(this IGrainBase grain) =>
        grain.GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The grain asked for it."));

    /// <summary>Registers a timer with state and cancellation.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="grain">The grain itself.</param>
    /// <param name="callback">What a tick does; its token is cancelled when the timer or the activation ends.</param>
    /// <param name="state">Handed to each tick.</param>
    /// <param name="options">When it ticks, and how.</param>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this IGrainBase grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options) =>
        Engine(grain).RegisterTimer(callback, state, options);

    /// <summary>Registers a timer with cancellation.</summary>
    /// <param name="grain">The grain itself.</param>
    /// <param name="callback">What a tick does; its token is cancelled when the timer or the activation ends.</param>
    /// <param name="options">When it ticks, and how.</param>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options) =>
        Engine(grain).RegisterTimer(static (tick, token) => tick(token), callback, options);

    /// <summary>Registers a timer.</summary>
    /// <param name="grain">The grain itself.</param>
    /// <param name="callback">What a tick does.</param>
    /// <param name="options">When it ticks, and how.</param>
    public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<Task> callback, GrainTimerCreationOptions options) =>
        Engine(grain).RegisterTimer(static (tick, _) => tick(), callback, options);

    /// <summary>Registers a timer with state.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="grain">The grain itself.</param>
    /// <param name="callback">What a tick does.</param>
    /// <param name="state">Handed to each tick.</param>
    /// <param name="options">When it ticks, and how.</param>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this IGrainBase grain, Func<TState, Task> callback, TState state, GrainTimerCreationOptions options) =>
        Engine(grain).RegisterTimer(static (tick, _) => tick.Callback(tick.State), (Callback: callback, State: state), options);

    /// <summary>Registers a timer.</summary>
    /// <param name="grain">The grain itself.</param>
    /// <param name="callback">What a tick does.</param>
    /// <param name="dueTime">See <see cref="GrainTimerCreationOptions.DueTime"/>.</param>
    /// <param name="period">See <see cref="GrainTimerCreationOptions.Period"/>.</param>
    public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<Task> callback, TimeSpan dueTime, TimeSpan period) =>
        grain.RegisterGrainTimer(callback, new GrainTimerCreationOptions(dueTime, period));

    /// <summary>Registers a timer with cancellation.</summary>
    /// <param name="grain">The grain itself.</param>
    /// <param name="callback">What a tick does; its token is cancelled when the timer or the activation ends.</param>
    /// <param name="dueTime">See <see cref="GrainTimerCreationOptions.DueTime"/>.</param>
    /// <param name="period">See <see cref="GrainTimerCreationOptions.Period"/>.</param>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<CancellationToken, Task> callback, TimeSpan dueTime, TimeSpan period) =>
        grain.RegisterGrainTimer(callback, new GrainTimerCreationOptions(dueTime, period));

    /// <summary>Registers a timer with state.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="grain">The grain itself.</param>
    /// <param name="callback">What a tick does.</param>
    /// <param name="state">Handed to each tick.</param>
    /// <param name="dueTime">See <see cref="GrainTimerCreationOptions.DueTime"/>.</param>
    /// <param name="period">See <see cref="GrainTimerCreationOptions.Period"/>.</param>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this IGrainBase grain, Func<TState, Task> callback, TState state, TimeSpan dueTime, TimeSpan period) =>
        grain.RegisterGrainTimer(callback, state, new GrainTimerCreationOptions(dueTime, period));

    /// <summary>Registers a timer with state and cancellation.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="grain">The grain itself.</param>
    /// <param name="callback">What a tick does; its token is cancelled when the timer or the activation ends.</param>
    /// <param name="state">Handed to each tick.</param>
    /// <param name="dueTime">See <see cref="GrainTimerCreationOptions.DueTime"/>.</param>
    /// <param name="period">See <see cref="GrainTimerCreationOptions.Period"/>.</param>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this IGrainBase grain, Func<TState, CancellationToken, Task> callback, TState state, TimeSpan dueTime, TimeSpan period) =>
        grain.RegisterGrainTimer(callback, state, new GrainTimerCreationOptions(dueTime, period));

    private static IEngineContext Engine(IGrainBase grain) => (IEngineContext)grain.GrainContext;
}
