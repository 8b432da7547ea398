using Microsoft.Extensions.DependencyInjection;

namespace Twins.Runtime;

/// <summary>The streams of a grain.</summary>
public static class GrainStreamingExtensions
{
    /// <summary>The stream provider of that name.</summary>
    /// <param name="grain">The grain itself.</param>
    /// <param name="name">A configured name.</param>
    /// <exception cref="KeyNotFoundException">No provider has that name.</exception>
    public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name) =>
        StreamProviders.Get(grain.GrainContext.ActivationServices, name);
}

/// <summary>The streams of a client.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>The stream provider of that name.</summary>
    /// <param name="client">The client.</param>
    /// <param name="name">A configured name.</param>
    /// <exception cref="KeyNotFoundException">No provider has that name.</exception>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) =>
        StreamProviders.Get(client.ServiceProvider, name);
}

/// <summary>Stream providers are services keyed by their name.</summary>
internal static class StreamProviders
{
    public static IStreamProvider Get(IServiceProvider services, string name) =>
        services.GetKeyedService<IStreamProvider>(name)
        ?? throw new KeyNotFoundException($"No stream provider is configured under the name \"{name}\".");
}
