using Twins.Client.Live;
using Twins.Adapters;
using Twins.Api;
using Twins.Hosting.Configuration;
using Twins.Hosting.Engine;
using Twins.Hosting.GrainHosting;
using Twins.Hosting.Health;
using Twins.Hosting.Mqtt;
using Twins.Hosting.Mqtt.WebSockets;
using Twins.Hosting.Simulation;
using Twins.Hosting.Telemetry;
using Twins.Sites;
using Twins.OperatorConsole;
using Twins.Storage.Blobs;

namespace Twins.Hosting.Platform;

/// <summary>Puts the platform together: field or simulation, engine, sites, API, console.</summary>
internal static class PlatformHost
{
    /// <summary>How long an orderly end may take.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(15);

    /// <summary>Runs until a signal or the token ends it.</summary>
    /// <exception cref="BadInputException">The configuration or the data folder is wrong; nothing was started.</exception>
    public static async Task RunAsync(RunSettings settings, SiteCatalog catalog, CancellationToken cancellationToken)
    {
        await using var app = Build(settings, catalog);
        await app.RunAsync(cancellationToken);
    }

    private static WebApplication Build(RunSettings settings, SiteCatalog catalog)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls([.. settings.Urls.Select(address => address.ToString())]);
        builder.WebHost.ConfigureKestrel(KestrelBounds.Apply);
        builder.WebHost.UseStaticWebAssets();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(catalog);
        builder.Services.AddSingleton(new ApiSettings(settings.Simulate));
        AddTelemetry(builder);
        AddStorage(builder.Services, settings);
        var fieldSites = FieldSitesSetting.Read(builder.Configuration, catalog);
        builder.Services.AddSingleton(new FieldSites(fieldSites.Count == 0 ? null : fieldSites));
        builder.Services.AddSiteBrokers();
        AddField(builder.Services, settings);
        AddEngine(builder, fieldSites);
        builder.Services.AddHealth();
        builder.Services.AddApi();
        builder.Services.AddTwinsConsole();

        var app = builder.Build();
        app.UseWebSockets();
        app.MapHealth();
        app.MapSiteBrokers();
        app.MapApi();
        app.MapTwinsConsole();
        return app;
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        if (!string.IsNullOrEmpty(builder.Configuration[TelemetryExport.EndpointVariable]))
        {
            builder.Services.AddHostedService<TelemetryExport>();
        }
    }

    private static void AddField(IServiceCollection services, RunSettings settings)
    {
        if (!settings.Simulate)
        {
            services.AddSingleton<IConnectionResolver>(provider => new DescribedConnections().WithSiteBrokers(provider));
            return;
        }

        services.AddSingleton<SimulatedField>();
        services.AddSingleton<IConnectionResolver>(provider => provider.GetRequiredService<SimulatedField>().WithSiteBrokers(provider));
        services.AddHostedService(provider => provider.GetRequiredService<SimulatedField>());
    }

    private static void AddStorage(IServiceCollection services, RunSettings settings)
    {
        var blobs = DataFolder.Open(settings.DataFolder);
        services.AddSingleton<IBlobStore>(_ => blobs);
    }

    /// <summary>
    /// Services start in this order and stop in the reverse one: the sites before the engine, the engine before the field, the field
    /// before the sites' own brokers.
    /// </summary>
    private static void AddEngine(WebApplicationBuilder builder, IReadOnlyList<string> fieldSites)
    {
        var services = builder.Services;
        services.AddSingleton<LiveFeed>();
        builder.AddGrainEngine(fieldSites);
        services.AddSingleton<SiteStarter>();
        services.AddHostedService(provider => provider.GetRequiredService<SiteStarter>());
    }
}
