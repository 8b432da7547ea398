using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Twins.Client.Live;
using Twins.Adapters;
using Twins.Grains.Devices;
using Twins.Sites;
using Twins.Runtime.Hosting;
using Twins.Runtime.State;
using Twins.Storage.Blobs;

namespace Twins.Benchmarks.Grains.Engine;

/// <summary>The grains on the embedded engine, as the host runs them, for one benchmark.</summary>
internal sealed class GrainsHost : IAsyncDisposable
{
    private readonly IHost _host;

    private GrainsHost(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts the grains of a site; their state is in memory unless a blob store is given.</summary>
    public static async Task<GrainsHost> StartAsync(
        SiteConfiguration site, IConnectionResolver? connections = null, IBlobStore? blobs = null, IIncomingGrainCallFilter? filter = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new SiteCatalog([site]));
        builder.Services.AddSingleton(connections ?? new DescribedConnections());
        builder.Services.AddSingleton(new FieldSites());
        builder.Services.AddSingleton<IGrainStateStore>(blobs is null ? new InMemoryStateStore() : new DurableState(blobs));
        if (filter is not null)
        {
            builder.Services.AddSingleton(filter);
        }

        builder.Services.AddTwinsRuntime(options =>
        {
            options.GrainAssemblies.Add(typeof(DeviceTwin).Assembly);
            options.StreamProviders.Add(LiveStreams.Provider);
        });
        var grains = new GrainsHost(builder.Build());
        await grains._host.StartAsync();
        return grains;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
