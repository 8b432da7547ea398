using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime.Hosting;
using Twins.Storage.GrainState;

namespace Twins.Storage.Relational;

/// <summary>Registers the relational store.</summary>
public static class RelationalStorageServices
{
    /// <summary>
    /// Adds the <see cref="RelationalStore"/>, which the host initialises before its silo starts, and what stands on it:
    /// <see cref="ICommandStore"/>, <see cref="IQuarantine"/> and Orleans' default grain storage.
    /// </summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The options name no database.</exception>
    public static IServiceCollection AddRelationalStorage(this IServiceCollection services, RelationalStorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<RelationalStore>();
        services.AddSingleton<IQuarantine>(provider => provider.GetRequiredService<RelationalStore>().Quarantine);
        services.AddSingleton<ICommandStore>(provider =>
        {
            var store = provider.GetRequiredService<RelationalStore>();
            return new CommandStore(store, store.Quarantine);
        });
        services.AddSingleton<RelationalGrainStorage>();
        services.AddGrainStorage("Default", (provider, _) => provider.GetRequiredService<RelationalGrainStorage>());
        return services;
    }
}
