using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using Twins.Adapters;
using Twins.Client.Live;
using Twins.Devices;
using Twins.Grains.Placement;
using Twins.Sites;
using Twins.Testing.Time;
using Twins.Storage.Relational;

namespace Twins.Cluster.Tests.Engine;

/// <summary>
/// The grains on one silo of Orleans' own test cluster. Grains run on the test's clock, Orleans' background on the real one.
/// </summary>
internal sealed class GrainHost : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private GrainHost(InProcessTestCluster cluster) => _cluster = cluster;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public LiveFeed Feed => Services.GetRequiredService<LiveFeed>();

    private IServiceProvider Services => _cluster.Silos[0].ServiceProvider;

    public static async Task<GrainHost> StartAsync(
        SiteCatalog catalog, TimeProvider clock, IConnectionResolver connections, GrainStorage? storage = null, FieldSites? fieldSites = null,
        ILoggerProvider? log = null)
    {
        storage ??= new GrainStorage();
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(clock);
            if (log is not null)
            {
                silo.Services.AddSingleton(log);
            }

            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddSingleton(catalog);
            silo.Services.AddSingleton(connections);
            silo.Services.AddSingleton(fieldSites ?? new FieldSites());
            silo.Services.AddSingleton<IGrainStorage>(storage);
            silo.Services.AddSingleton<ICommandStore>(storage.Commands);
            silo.Services.AddSingleton<LiveFeed>();
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams(LiveStreams.Provider, streams =>
            {
                streams.ConfigurePartitioning(1);
                streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(10)));
            });
            silo.AddSitePlacement([]);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new GrainHost(cluster);
    }

    public IDeviceTwin Twin(string device) => Grains.GetGrain<IDeviceTwin>($"test/{device}");

    public IAsyncStream<SiteChanges> Stream(string name, string site) =>
        Services.GetRequiredKeyedService<IStreamProvider>(LiveStreams.Provider).GetStream<SiteChanges>(StreamId.Create(name, site));

    /// <summary>
    /// Starts the site, and turns the clock a little meanwhile: the runtime's own pauses before it addresses a call again run on it.
    /// </summary>
    public async Task StartSiteAsync()
    {
        Task started = Site.StartAsync();
        if (Services.GetRequiredService<TimeProvider>() is ManualTimeProvider clock)
        {
            await Eventually.TrueAsync(
                () =>
                {
                    clock.Advance(TimeSpan.FromMilliseconds(1));
                    return started.IsCompleted;
                },
                "the site has started");
        }

        await started;
    }

    public ISite Site => Grains.GetGrain<ISite>("test");

    public async ValueTask DisposeAsync()
    {
        await Feed.DisposeAsync();
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
