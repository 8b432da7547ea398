namespace Twins.Runtime;

/// <summary>What the engine and the extension methods need of a grain class.</summary>
public interface IGrainBase
{
    /// <summary>The activation that this object is.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Called on the grain's first turn, before any call.</summary>
    /// <param name="token">Cancelled when the activation is given up.</param>
    Task OnActivateAsync(CancellationToken token);

    /// <summary>Called on the grain's last turn.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="token">Cancelled when the engine waits no longer.</param>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token);
}
