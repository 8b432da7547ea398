namespace Twins.Conformance.Tests.Timers;

[Alias("conformance.ITimedGrain")]
public interface ITimedGrain : IGrainWithStringKey
{
    [Alias("Start")]
    Task Start(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive);

    [Alias("Change")]
    Task Change(TimeSpan due, TimeSpan period);

    [Alias("StopTicking")]
    Task StopTicking();

    [AlwaysInterleave]
    [Alias("Ticks")]
    Task<int> Ticks();

    /// <summary>Runs until the next release.</summary>
    [Alias("Occupy")]
    Task Occupy();

    [AlwaysInterleave]
    [Alias("Release")]
    Task Release();

    /// <summary>Has the next tick fail.</summary>
    [Alias("FailOnce")]
    Task FailOnce();

    [Alias("TokenWasCancelled")]
    Task<bool> TokenWasCancelled();
}
