using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Twins.Runtime.Hosting;

namespace Twins.Benchmarks.Engine;

/// <summary>The engine alone, as the host runs it, for one benchmark.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    public const string Streams = "benchmark";

    private readonly IHost _host;

    private EngineHost(IHost host) => _host = host;

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public static async Task<EngineHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddTwinsRuntime(options =>
        {
            options.GrainAssemblies.Add(typeof(EngineHost).Assembly);
            options.StreamProviders.Add(Streams);
            options.MaxActivations = 2_000_000;
        });
        var engine = new EngineHost(builder.Build());
        await engine._host.StartAsync();
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
