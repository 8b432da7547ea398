using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Twins.Conformance.Tests.Filters;
using Twins.Conformance.Tests.Placement;
using Twins.Runtime;

namespace Twins.Conformance.Tests;

/// <summary>One Orleans silo with memory streams and memory storage. Its clock cannot be turned, so time is waited for.</summary>
public sealed class GrainEngineFixture : IGrainEngineFixture
{
    private static readonly TimeSpan StreamPollPeriod = TimeSpan.FromMilliseconds(10);

    private readonly IHost _host;

    public GrainEngineFixture()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IIncomingGrainCallFilter, RefusingFilter>();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(serviceId: nameof(GrainEngineFixture), clusterId: nameof(GrainEngineFixture))
            .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Timing.CallTimeout)
            .Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = Limits.MaxQueuedCalls)
            .Configure<GrainCollectionOptions>(options =>
                (options.CollectionAge, options.CollectionQuantum) = (Timing.IdleAge, Timing.IdleCheck))
            .UseSiloMetadata(FieldMetadata.Of([FieldSite.Key]))
            .AddPlacementDirector<FieldPlacement, FieldPlacementDirector>()
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryGrainStorage(Names.Storage)
            .AddMemoryStreams(Names.Streams, streams => streams.ConfigurePullingAgent(agent =>
                agent.Configure(options => (options.GetQueueMsgsTimerPeriod, options.MaxEventDeliveryTime) = (StreamPollPeriod, Timing.CallTimeout)))));
        _host = builder.Build();
    }

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    public Task ElapseAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
