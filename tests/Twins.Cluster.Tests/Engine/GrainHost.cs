using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Twins.Devices;
using Twins.Client.Live;
using Twins.Sites;
using Twins.Adapters;
using Twins.Grains.Devices;
using Twins.Runtime.Hosting;
using Twins.Runtime.State;

namespace Twins.Cluster.Tests.Engine;

/// <summary>The grains on the embedded engine, with messages and state rebuilt from their annotated members.</summary>
internal sealed class GrainHost : IAsyncDisposable
{
    private readonly IHost _host;

    private GrainHost(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public LiveFeed Feed => _host.Services.GetRequiredService<LiveFeed>();

    public static async Task<GrainHost> StartAsync(
        SiteCatalog catalog, TimeProvider clock, IConnectionResolver connections, GrainStorage? storage = null, FieldSites? fieldSites = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(catalog);
        builder.Services.AddSingleton(connections);
        builder.Services.AddSingleton(fieldSites ?? new FieldSites());
        builder.Services.AddSingleton<IGrainStateStore>((storage ?? new GrainStorage()).Store);
        builder.Services.AddSingleton<LiveFeed>();
        builder.Services.AddTwinsRuntime(options =>
        {
            options.GrainAssemblies.Add(typeof(DeviceTwin).Assembly);
            options.StreamProviders.Add(LiveStreams.Provider);
            options.RebuildMessages = true;
        });
        var host = new GrainHost(builder.Build());
        await host._host.StartAsync();
        return host;
    }

    public IDeviceTwin Twin(string device) => Grains.GetGrain<IDeviceTwin>($"test/{device}");

    public ISite Site => Grains.GetGrain<ISite>("test");

    public async ValueTask DisposeAsync()
    {
        await Feed.DisposeAsync();
        await _host.StopAsync();
        _host.Dispose();
    }
}
