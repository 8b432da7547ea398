namespace Twins.Runtime;

/// <summary>What <see cref="Grain"/> and its extension methods ask of the engine's activation.</summary>
internal interface IEngineContext : IGrainContext
{
    IGrainFactory GrainFactory { get; }

    string RuntimeIdentity { get; }

    void DelayDeactivation(TimeSpan timeSpan);

    IGrainTimer RegisterTimer<TState>(Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options);
}
