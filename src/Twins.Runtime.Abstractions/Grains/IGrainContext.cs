namespace Twins.Runtime;

/// <summary>An activation: one grain living in memory.</summary>
public interface IGrainContext
{
    /// <summary>Which grain it is.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain object, or null before it was made and after it was dropped.</summary>
    object? GrainInstance { get; }

    /// <summary>The services that the grain may ask for.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Ends the activation once the calls that it has begun are done; calls that wait go to the next activation.</summary>
    /// <param name="deactivationReason">What <see cref="IGrainBase.OnDeactivateAsync"/> is told.</param>
    /// <param name="cancellationToken">Handed to <see cref="IGrainBase.OnDeactivateAsync"/>.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
