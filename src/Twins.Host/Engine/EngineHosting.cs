using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;
using Orleans.Storage;
using Twins.Client.Live;
using Twins.Grains.Placement;
using Twins.Hosting.GrainHosting;
using Twins.Sites;

namespace Twins.Hosting.Engine;

/// <summary>Hosts an Orleans silo in this process, for one machine by itself.</summary>
internal static class EngineHosting
{
    private const string ServiceId = "twins";

    // Subscriptions of news: whoever starts again makes them again.
    private const string SubscriptionStorage = "PubSubStore";

    private static readonly TimeSpan StreamPollPeriod = TimeSpan.FromMilliseconds(20);

    /// <summary>Adds the engine, with grain state in the registered blob store.</summary>
    public static void AddGrainEngine(this IHostApplicationBuilder builder, IReadOnlyList<string> fieldSites)
    {
        builder.Services.AddSingleton<StateBlobs>();
        builder.Services.AddSingleton<IGrainStorage, BlobGrainStorage>();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, serviceId: ServiceId, clusterId: ServiceId);
            silo.AddMemoryGrainStorage(SubscriptionStorage);
            silo.AddMemoryStreams(LiveStreams.Provider, streams =>
            {
                streams.ConfigurePartitioning(1);
                streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = StreamPollPeriod));
            });
            silo.UseSiloMetadata(FieldMetadata.Of(fieldSites));
            silo.AddPlacementDirector<FieldPlacement, FieldPlacementDirector>();
        });
    }

    // One machine, one silo, whose port nobody else has to know; several hosts may run beside each other.
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
