using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Twins.Runtime.Metrics;
using Twins.Runtime.Streams;

namespace Twins.Runtime.Hosting;

/// <summary>Adds the embedded grain engine to a host.</summary>
public static class RuntimeServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine: <see cref="IGrainFactory"/>, <see cref="IClusterClient"/>, and an <see cref="IStreamProvider"/> under each configured
    /// name. State needs an <see cref="State.IGrainStateStore"/>, which the host registers.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ValidationException">An option is outside its range; the message says which, and what it may be.</exception>
    public static IServiceCollection AddTwinsRuntime(this IServiceCollection services, Action<RuntimeOptions> configure)
    {
        var options = new RuntimeOptions();
        configure(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);

        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<RuntimeMetrics>();
        services.AddSingleton<GrainEngine>();
        services.AddSingleton<IClusterClient>(static provider => provider.GetRequiredService<GrainEngine>().Factory);
        services.AddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<IClusterClient>());
        services.AddHostedService<EngineService>();
        foreach (var name in options.StreamProviders)
        {
            services.AddKeyedSingleton<IStreamProvider>(
                name, (provider, _) => new StreamProvider(name, provider.GetRequiredService<GrainEngine>()));
        }

        return services;
    }
}
