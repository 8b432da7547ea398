using System.Net;
using System.Net.Sockets;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using StackExchange.Redis;
using Twins.Grains.Placement;
using Twins.Hosting.Telemetry;
using Twins.Sites;

namespace Twins.Hosting.Clusters;

/// <summary>Hosts an Orleans silo in this process: one by itself, or a member of a cluster, as the settings say.</summary>
internal static class SiloHosting
{
    // Requests that may wait for one grain. Beyond it a caller is refused instead of waiting for ever.
    private const int MaxWaitingRequests = 10_000;

    // Calls that meet a grain on its way out are forwarded, more often than by default while sites move.
    private const int MaxForwards = 4;

    // A grain's placement asks for that of its site: retries would multiply, and callers try again anyway.
    private const int MaxPlacementRetries = 1;

    // Subscriptions of news: each subscriber makes them again when it starts again.
    private const string SubscriptionStorage = "PubSubStore";

    // A silo that was declared dead reads so within this time, and ends.
    private static readonly TimeSpan MemberRefresh = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StreamPollPeriod = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan EventAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EventAgeMax = TimeSpan.FromSeconds(10);

    // After this the process ends whether or not every grain has: less than the host's own limit.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(6);

    /// <summary>Adds the silo; grain state goes to the registered <c>IGrainStorage</c>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="settings">Alone or in a cluster.</param>
    /// <param name="fieldSites">The sites whose connections it may open; all where empty.</param>
    /// <param name="dashboard">Whether Orleans' dashboard is served.</param>
    public static void AddSilo(this IHostApplicationBuilder builder, ClusterSettings settings, IReadOnlyList<string> fieldSites, bool dashboard)
    {
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (settings.ServiceId, settings.ClusterId));
            AddMembership(silo, settings);
            Bound(silo);
            AddStreams(silo);
            silo.AddSitePlacement(fieldSites);

            // The directory whose entries outlive the silo that kept them: grains of a living silo stand while another dies.
#pragma warning disable ORLEANSEXP003
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            if (TelemetryHosting.IsExported(builder.Configuration))
            {
                silo.AddActivityPropagation();
            }

            if (dashboard)
            {
                silo.AddDashboard();
            }
        });
    }

    private static void AddMembership(ISiloBuilder silo, ClusterSettings settings)
    {
        var siloPort = settings.SiloPort == 0 ? FreePort(settings.Address) : settings.SiloPort;
        if (!settings.IsCluster)
        {
            silo.UseLocalhostClustering(siloPort, settings.GatewayPort, serviceId: settings.ServiceId, clusterId: settings.ClusterId);
            return;
        }

        silo.ConfigureEndpoints(settings.Address, siloPort, settings.GatewayPort, listenOnAnyHostAddress: false);
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = settings.ProbeTimeout;
            options.NumMissedProbesLimit = settings.MissedProbes;
            options.NumVotesForDeathDeclaration = settings.DeathVotes;
            options.MaxProbeTimeout = settings.ProbeTimeout;
            options.TableRefreshTimeout = MemberRefresh;
        });

        // Orleans counts from the time at which the silo may have died: as long before the declaration as the probes took at most.
        silo.Configure<GrainDirectoryOptions>(options =>
            options.RangeLeaseDuration = (settings.ProbeTimeout * settings.MissedProbes) + settings.TakeoverDelay);
        var connection = settings.ConnectionString!;
        switch (settings.Provider)
        {
            case ClusterProvider.Redis:
                silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(connection));
                silo.UseRedisReminderService(options => options.ConfigurationOptions = ConfigurationOptions.Parse(connection));
                break;
            case ClusterProvider.Azure:
                silo.UseAzureStorageClustering(options => options.TableServiceClient = new(connection));
                silo.UseAzureTableReminderService(connection);
                break;
            case ClusterProvider.Postgres:
                silo.UseAdoNetClustering(options =>
                {
                    options.Invariant = typeof(NpgsqlConnection).Namespace!;
                    options.ConnectionString = connection;
                });
                break;
            default:
                throw new InvalidOperationException($"{settings.Provider} is no cluster.");
        }
    }

    private static void Bound(ISiloBuilder silo)
    {
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.MaxEnqueuedRequestsHardLimit = MaxWaitingRequests;
            options.MaxForwardCount = MaxForwards;
            options.ResponseTimeout = CallTimeout;
            options.PlacementMaxRetries = MaxPlacementRetries;
            options.SystemResponseTimeout = CallTimeout;
        });
        silo.Configure<GrainCollectionOptions>(options => options.DeactivationTimeout = StopTimeout);
    }

    private static void AddStreams(ISiloBuilder silo)
    {
        silo.AddMemoryGrainStorage(SubscriptionStorage);
        silo.AddMemoryStreams(LiveStreams.Provider, streams =>
        {
            streams.ConfigurePartitioning(1);
            streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = StreamPollPeriod));
            streams.ConfigureCacheEviction(eviction => eviction.Configure(options =>
                (options.DataMinTimeInCache, options.DataMaxAgeInCache, options.MetadataMinTimeInCache) = (EventAge, EventAgeMax, EventAgeMax)));
        });
    }

    // Several hosts may run beside each other on one machine.
    private static int FreePort(IPAddress address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
