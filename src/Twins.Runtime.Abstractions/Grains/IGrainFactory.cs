namespace Twins.Runtime;

/// <summary>Where references to grains and observers come from. Making one calls nobody.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain of that interface and key, whether it is active or not.</summary>
    /// <typeparam name="TGrainInterface">A grain interface that one grain class implements.</typeparam>
    /// <param name="primaryKey">The grain's key; not empty.</param>
    /// <param name="grainClassNamePrefix">How the class's full name begins, where several implement the interface.</param>
    /// <exception cref="ArgumentException">No class implements the interface, or several and no prefix tells which.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>
    /// A reference through which grains call <paramref name="obj"/>, one call at a time. The object is held weakly: its owner keeps it alive.
    /// </summary>
    /// <typeparam name="TGrainObserverInterface">The observer interface.</typeparam>
    /// <param name="obj">The object that is to be called.</param>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends a reference: what is sent to it from now on is dropped.</summary>
    /// <typeparam name="TGrainObserverInterface">The observer interface.</typeparam>
    /// <param name="obj">The reference that <see cref="CreateObjectReference{T}"/> gave.</param>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}
