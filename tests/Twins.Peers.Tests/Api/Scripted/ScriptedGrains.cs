namespace Twins.Peers.Tests.Api.Scripted;

/// <summary>A grain factory whose grains are the test's own objects, called directly.</summary>
internal sealed class ScriptedGrains : IGrainFactory
{
    public ScriptedTwin Twin { get; } = new();

    public ScriptedSite Site { get; } = new();

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => primaryKey switch
        {
            TestSites.DeviceKey => (TGrainInterface)(object)Twin,
            TestSites.Site => (TGrainInterface)(object)Site,
            _ => throw new ArgumentException($"The API asked for the grain '{primaryKey}', which it should have known to be unknown.", nameof(primaryKey)),
        };

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => (TGrainObserverInterface)obj;

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        // The references are the objects themselves.
    }
}
