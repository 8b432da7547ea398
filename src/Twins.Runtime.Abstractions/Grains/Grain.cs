namespace Twins.Runtime;

/// <summary>
/// The base of grain classes. An object of it exists while its grain is active; one turn runs at a time, also after <c>await</c>,
/// so its fields need no locks.
/// </summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly IEngineContext _context;

    /// <summary>Made by the engine only, on the activation's own turn.</summary>
    /// <exception cref="InvalidOperationException">The constructor was called by something else than the engine.</exception>
    protected Grain()
    {
        _context = SynchronizationContext.Current as IEngineContext
            ?? throw new InvalidOperationException($"{GetType()} is a grain: the engine makes it when its reference is first called.");
    }

    /// <inheritdoc/>
    public IGrainContext GrainContext => _context;

    /// <summary>Where references to other grains come from.</summary>
    protected IGrainFactory GrainFactory => _context.GrainFactory;

    /// <summary>The services of the process.</summary>
    protected internal IServiceProvider ServiceProvider => _context.ActivationServices;

    /// <summary>Which process runs this activation, for logs.</summary>
    public string RuntimeIdentity => _context.RuntimeIdentity;

    /// <summary>Ends this activation after the calls that it has begun.</summary>
    protected void DeactivateOnIdle() =>
        _context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The grain asked for it."));

    /// <summary>Keeps this activation although nobody calls it.</summary>
    /// <param name="timeSpan">
    /// How long from now; <see cref="TimeSpan.MaxValue"/> or <see cref="Timeout.InfiniteTimeSpan"/> for as long as the process lives;
    /// zero or less takes an earlier request back.
    /// </param>
    protected void DelayDeactivation(TimeSpan timeSpan) => _context.DelayDeactivation(timeSpan);

    /// <inheritdoc/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
}
