using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;
using Orleans.Storage;
using Twins.Hosting.GrainHosting;
using Twins.Runtime;

namespace Twins.Hosting.Engine;

/// <summary>
/// Hosts an Orleans silo: for one machine by itself, for several by a PostgreSQL data base that holds Orleans' membership tables (the scripts
/// <c>PostgreSQL-Main.sql</c> and <c>PostgreSQL-Clustering.sql</c> of its documentation).
/// </summary>
internal static class EngineHosting
{
    private const string ServiceId = "twins";
    private const string PostgresInvariant = "Npgsql";

    // Subscriptions of hints: they are made again by whoever starts again.
    private const string SubscriptionStorage = "PubSubStore";

    private static readonly TimeSpan StreamPollPeriod = TimeSpan.FromMilliseconds(10);

    /// <summary>Adds the engine, with grain state in the registered blob store.</summary>
    public static void AddGrainEngine(this IHostApplicationBuilder builder, EngineSettings settings)
    {
        builder.Services.AddSingleton<StateBlobs>();
        builder.Services.AddSingleton<IGrainStorage, BlobGrainStorage>();
        builder.UseOrleans(silo =>
        {
            AddClustering(silo, settings.ClusterConnection);
            AddStreams(silo, settings.StreamProviders);
            silo.UseSiloMetadata(FieldMetadata.Of(settings.FieldSites));
            silo.AddPlacementDirector<FieldPlacement, FieldPlacementDirector>();
        });
    }

    private static void AddClustering(ISiloBuilder silo, string? connection)
    {
        if (connection is null)
        {
            silo.UseLocalhostClustering(FreePort(), FreePort(), serviceId: ServiceId, clusterId: ServiceId);
            return;
        }

        silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (ServiceId, ServiceId));
        silo.ConfigureEndpoints(EndpointOptions.DEFAULT_SILO_PORT, EndpointOptions.DEFAULT_GATEWAY_PORT);
        silo.UseAdoNetClustering((AdoNetClusteringSiloOptions options) =>
            (options.Invariant, options.ConnectionString) = (PostgresInvariant, connection));
    }

    private static void AddStreams(ISiloBuilder silo, IEnumerable<string> providers)
    {
        silo.AddMemoryGrainStorage(SubscriptionStorage);
        foreach (var name in providers)
        {
            silo.AddMemoryStreams(name, streams => streams.ConfigurePullingAgent(agent =>
                agent.Configure(options => options.GetQueueMsgsTimerPeriod = StreamPollPeriod)));
        }
    }

    // One machine, one silo, whose ports nobody else has to know; several hosts may run beside each other.
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
