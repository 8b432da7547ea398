using Twins.Client.Live;
using Twins.Adapters;
using Twins.Api;
using Twins.Hosting.Configuration;
using Orleans.Dashboard;
using Twins.Access;
using Twins.Hosting.Access;
using Twins.Hosting.Clusters;
using Twins.Hosting.Health;
using Twins.Hosting.Mqtt;
using Twins.Hosting.Simulation;
using Twins.Hosting.Telemetry;
using Twins.Sites;
using Twins.OperatorConsole;
using Twins.Storage.Relational;

namespace Twins.Hosting.Platform;

/// <summary>Puts the platform together: field or simulation, engine, sites, API, console.</summary>
internal static class PlatformHost
{
    /// <summary>How long an orderly end may take.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(9);

    /// <summary>Runs until a signal or the token ends it.</summary>
    /// <exception cref="BadInputException">The settings, the configuration or the data folder are wrong; nothing was started.</exception>
    /// <exception cref="PortInUseException">A port is taken; nothing was started.</exception>
    /// <exception cref="EarlierFormatException">The data folder is of an earlier version; nothing was started.</exception>
    /// <exception cref="StorageException">The database cannot be used; nothing was started.</exception>
    public static async Task RunAsync(RunSettings settings, SiteCatalog catalog, CancellationToken cancellationToken)
    {
        using var listeners = Listeners.Open(settings.Urls);
        await using var app = Build(settings with { Urls = listeners.Urls }, catalog, listeners, []);

        // Before a device is contacted: what was asked of it must be known.
        await app.Services.GetRequiredService<RelationalStore>().InitializeAsync(cancellationToken);
        await app.RunAsync(cancellationToken);
    }

    /// <summary>The platform, not yet started.</summary>
    /// <param name="settings">What the command line says.</param>
    /// <param name="catalog">The sites.</param>
    /// <param name="listeners">Where it will listen.</param>
    /// <param name="overrides">Settings such as <c>--Cluster:Provider redis</c>, above those of file and environment.</param>
    internal static WebApplication Build(RunSettings settings, SiteCatalog catalog, Listeners listeners, string[] overrides)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PlatformHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            Args = overrides,
        });
        var cluster = SettingsSection.Read<ClusterSettings>(builder.Configuration, ClusterSettings.Section);
        var dashboard = SettingsSection.Read<DashboardSettings>(builder.Configuration, DashboardSettings.Section).Enabled;
        var fieldSites = FieldSitesSetting.Read(builder.Configuration, catalog);
        settings = SimulationSetting.Read(builder.Configuration, settings, cluster, fieldSites);

        listeners.Apply(builder.WebHost);
        builder.WebHost.ConfigureKestrel(KestrelBounds.Apply);
        builder.WebHost.UseStaticWebAssets();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        builder.AddTelemetry();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(catalog);
        builder.Services.AddSingleton(new ApiSettings(settings.Simulate));
        builder.Services.AddSingleton(new FieldSites(fieldSites.Count == 0 ? null : fieldSites));
        builder.Services.AddAccess();
        AddStorage(builder.Services, settings, SettingsSection.Read<StorageSettings>(builder.Configuration, StorageSettings.Section), cluster);

        // Services start in this order and stop in the reverse one: the silo before the field, the field before the sites' own brokers.
        builder.Services.AddSiteBrokers();
        AddField(builder.Services, settings);
        builder.Services.AddSingleton<LiveFeed>();
        builder.AddSilo(cluster, fieldSites, dashboard);
        builder.Services.AddSingleton<SiteSupervisor>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SiteSupervisor>());
        builder.Services.AddHealth();
        builder.Services.AddApi();
        builder.Services.AddTwinsConsole();

        var app = builder.Build();
        app.UseWebSockets();
        app.UseBrowserRules();
        app.MapHealth();
        app.MapSiteBrokers();
        app.MapApi();
        app.MapTwinsConsole();
        if (dashboard)
        {
            app.MapOrleansDashboard(DashboardSettings.Path).RequireAuthorization(Policies.Operate);
        }

        return app;
    }

    private static void AddField(IServiceCollection services, RunSettings settings)
    {
        if (settings is { Simulate: true, Endpoints: null })
        {
            services.AddSingleton<SimulatedField>();
            services.AddSingleton<IConnectionResolver>(provider => provider.GetRequiredService<SimulatedField>().WithSiteBrokers(provider));
            services.AddHostedService(provider => provider.GetRequiredService<SimulatedField>());
            return;
        }

        IConnectionResolver field = settings.Endpoints is { } file ? new SimulatedElsewhere(file) : new DescribedConnections();
        services.AddSingleton(provider => field.WithSiteBrokers(provider));
    }

    private static void AddStorage(IServiceCollection services, RunSettings settings, StorageSettings storage, ClusterSettings cluster)
    {
        DataFolderSetting.Make(settings.DataFolder);
        services.AddRelationalStorage(storage.For(settings.DataFolder, cluster));
    }
}
