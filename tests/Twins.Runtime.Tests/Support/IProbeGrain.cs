namespace Twins.Runtime.Tests.Support;

/// <summary>A grain that does what a test asks.</summary>
public interface IProbeGrain : IGrainWithStringKey
{
    Task<int> Touch();

    /// <summary>Runs until it is released.</summary>
    Task Occupy();

    [AlwaysInterleave]
    Task Release();

    /// <summary>Calls another grain, which may be itself, and waits for it.</summary>
    Task CallAsync(IProbeGrain other);

    /// <summary>Calls a second grain through a first.</summary>
    Task CallThroughAsync(IProbeGrain first, IProbeGrain second);

    /// <summary>Waits until released, then calls another grain and waits for it.</summary>
    Task CallWhenReleasedAsync(IProbeGrain other);

    /// <summary>Calls itself without waiting for it.</summary>
    Task SendItself(IProbeGrain itself);

    Task<int> ThreadId();

    /// <summary>How deep a chain of calls through so many grains got on one stack.</summary>
    Task<int> Descend(int levels, string prefix);

    [OneWay]
    Task TouchSilently();

    Task Keep(TimeSpan howLong);
}
