namespace Twins.Runtime;

/// <summary>How code that is no grain reaches grains and streams.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The services of the process.</summary>
    IServiceProvider ServiceProvider { get; }
}
