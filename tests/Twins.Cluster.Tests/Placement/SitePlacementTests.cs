using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Twins.Adapters;
using Twins.Brokers;
using Twins.Cluster.Tests.Engine;
using Twins.Configuration;
using Twins.Devices;
using Twins.Grains.Brokers;
using Twins.Grains.Placement;
using Twins.Sites;
using Twins.Storage.Relational;

namespace Twins.Cluster.Tests.Placement;

/// <summary>The grains of the demonstration sites on two silos: a site is in one place, and where that is.</summary>
public sealed class SitePlacementTests : IAsyncLifetime
{
    private static readonly SiteCatalog Catalog =
        SiteConfigurationLoader.Load(Twins.Testing.Platform.Repository.SiloConfig, FieldProtocols.All).GetCatalog();

    private readonly Queue<string[]> _fieldSites = new([["industrial"], ["industrial", "building"]]);
    private readonly GrainStorage _storage = new();
    private readonly Lock _gate = new();
    private InProcessTestCluster? _cluster;

    private InProcessTestCluster Cluster => _cluster!;

    private IGrainFactory Grains => Cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            string[] sites;
            lock (_gate)
            {
                sites = _fieldSites.Dequeue();
            }

            silo.Services.AddSingleton(sites);
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton(Catalog);
            silo.Services.AddSingleton<IConnectionResolver, NowhereConnections>();
            silo.Services.AddSingleton<IBrokerStatusSource, NoBrokers>();
            silo.Services.AddSingleton(new FieldSites(sites));
            silo.Services.AddSingleton<IGrainStorage>(_storage);
            silo.Services.AddSingleton<ICommandStore>(_storage.Commands);
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams(LiveStreams.Provider, streams => streams.ConfigurePartitioning(1));
            silo.AddSitePlacement(sites);
        });
        _cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.StopAllSilosAsync();
        await Cluster.DisposeAsync();
    }

    [Fact]
    public async Task Start_OfASite_BringsAllItsGrainsToOneSiloThatReachesItsField()
    {
        await Grains.GetGrain<ISite>("building").StartAsync();
        await Grains.GetGrain<ISite>("building").GetOverviewAsync();

        SiloAddress owner = await OwnerAsync("building");
        Assert.Equal(Silo(["industrial", "building"]), owner);
        var management = Grains.GetGrain<IManagementGrain>(0);
        SiteConfiguration site = Catalog.FindSite("building")!;
        IEnumerable<IAddressable> members =
        [
            .. site.Devices.Select(device => Grains.GetGrain<IDeviceTwin>(device.Key.ToString())),
            Grains.GetGrain<ISiteFeed>("building"),
        ];
        foreach (IAddressable member in members)
        {
            Assert.Equal(owner, await management.GetActivationAddress(member));
        }

        DetailedGrainStatistic[] all = await management.GetDetailedGrainStatistics();
        DetailedGrainStatistic[] adapters = [.. all.Where(known => known.GrainId.Key.ToString()!.StartsWith("building/", StringComparison.Ordinal))];
        Assert.Equal(site.Devices.Length + site.Description.Connections.Length, adapters.Length);
        Assert.All(adapters, adapter => Assert.Equal(owner, adapter.SiloAddress));
    }

    [Fact]
    public async Task Call_OfASiteThatNoSiloReaches_FailsAndSaysWhy()
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => Grains.GetGrain<ISite>("stuttgart-dc").StartAsync());
        Assert.True(SiteWithoutPlace.IsCause(fault), fault.ToString());
        Assert.Contains("\"stuttgart-dc\" waits", fault.Message, StringComparison.Ordinal);

        fault = await Assert.ThrowsAnyAsync<Exception>(() => Grains.GetGrain<IDeviceTwin>("stuttgart-dc/ess-1").GetSnapshotAsync());
        Assert.True(SiteWithoutPlace.IsCause(fault), fault.ToString());
    }

    [Fact]
    public async Task Silos_ThatComeAndGo_MoveASiteOnlyWhenItsOwnerGoes()
    {
        await Grains.GetGrain<ISite>("industrial").StartAsync();
        SiloAddress first = await OwnerAsync("industrial");

        _fieldSites.Enqueue(["industrial"]);
        await Cluster.StartAdditionalSiloAsync();
        await Grains.GetGrain<ISite>("industrial").StartAsync();
        Assert.Equal(first, await OwnerAsync("industrial"));

        await Cluster.StopSiloAsync(Cluster.Silos.Single(silo => silo.SiloAddress.Equals(first)));
        await Grains.GetGrain<ISite>("industrial").StartAsync();
        SiloAddress second = await OwnerAsync("industrial");
        Assert.NotEqual(first, second);
        var management = Grains.GetGrain<IManagementGrain>(0);
        foreach (TwinDefinition device in Catalog.FindSite("industrial")!.Devices)
        {
            Assert.Equal(second, await management.GetActivationAddress(Grains.GetGrain<IDeviceTwin>(device.Key.ToString())));
        }
    }

    private Task<SiloAddress> OwnerAsync(string site) => Grains.GetGrain<ISiteOwner>(site).LocateAsync();

    private SiloAddress Silo(string[] sites) =>
        Cluster.Silos.Single(silo => silo.ServiceProvider.GetRequiredService<string[]>().SequenceEqual(sites)).SiloAddress;

    // Nobody listens there: adapters wait for a connection, which is enough to live.
    private sealed class NowhereConnections : IConnectionResolver
    {
        public ResolvedEndpoint Resolve(string site, ConnectionDescription connection) => new("127.0.0.1", 9, Simulated: true);
    }

    private sealed class NoBrokers : IBrokerStatusSource
    {
        public BrokerStatus? Find(string site) => null;
    }
}
