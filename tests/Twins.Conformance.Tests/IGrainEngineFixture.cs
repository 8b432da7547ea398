namespace Twins.Conformance.Tests;

/// <summary>A running engine with the suite's grains, filters and storage, of whichever profile the suite was built for.</summary>
public interface IGrainEngineFixture : IAsyncLifetime
{
    /// <summary>How code that is no grain reaches grains and streams.</summary>
    IClusterClient Client { get; }

    /// <summary>Lets time pass: turns the manual clock where the engine has one, waits elsewhere.</summary>
    /// <param name="time">How much.</param>
    Task ElapseAsync(TimeSpan time);
}
