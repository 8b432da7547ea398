using Twins.Hosting.Api;
using Twins.Hosting.Configuration;
using Twins.Hosting.Health;
using Twins.Hosting.Telemetry;
using Twins.Model.Sites;

namespace Twins.Hosting.Platform;

/// <summary>Puts the platform together: engine, sites, API, console.</summary>
internal static class PlatformHost
{
    /// <summary>How long an orderly end may take.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(15);

    /// <summary>Runs until a signal or the token ends it.</summary>
    public static async Task RunAsync(RunSettings settings, SiteCatalog described, CancellationToken cancellationToken)
    {
        await using var app = Build(settings, described);
        await app.RunAsync(cancellationToken);
    }

    /// <summary>The application, built but not started.</summary>
    public static WebApplication Build(RunSettings settings, SiteCatalog described)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls([.. settings.Urls.Select(address => address.ToString())]);
        builder.WebHost.ConfigureKestrel(KestrelBounds.Apply);
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        AddServices(builder, settings, FieldSites.Select(described, builder.Configuration));

        var app = builder.Build();
        app.MapHealth();
        app.MapApi();
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, RunSettings settings, SiteCatalog catalog)
    {
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop);
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(catalog);
        services.AddSingleton<SiteStarter>();
        services.AddHostedService(provider => provider.GetRequiredService<SiteStarter>());
        services.AddHealth();
        services.AddApi();
        if (!string.IsNullOrEmpty(builder.Configuration[TelemetryExport.EndpointVariable]))
        {
            services.AddHostedService<TelemetryExport>();
        }
    }
}
