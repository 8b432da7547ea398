using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;
using Twins.OperatorConsole.Commands;
using Twins.OperatorConsole.Formatting;
using Twins.OperatorConsole.Live;

namespace Twins.OperatorConsole;

/// <summary>What the console adds to a host's services.</summary>
public static class ConsoleServices
{
    /// <summary>
    /// Adds the console. The host provides <c>SiteCatalog</c>, <c>LiveFeed</c> and <c>IGrainFactory</c>; a <see cref="TimeProvider"/>
    /// is added when it has none.
    /// </summary>
    public static IServiceCollection AddTwinsConsole(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddScoped<DialogService>();
        // Per process.
        services.AddSingleton<OverviewFeed>();
        services.AddSingleton<SelectionRegistry>();
        // Per circuit.
        services.AddScoped<RenderTicker>();
        services.AddScoped<TimeDisplay>();
        services.AddScoped<CommandDesk>();
        return services;
    }
}
