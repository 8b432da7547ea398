namespace Twins.Runtime.Tests.Timers;

public interface ITickingGrain : IGrainWithStringKey
{
    Task StartTicking(TimeSpan period);

    /// <summary>Runs until it is released.</summary>
    Task Occupy();

    /// <summary>Asks for the grain's end, and releases it.</summary>
    [AlwaysInterleave]
    Task EndSoon();
}
