using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Twins.Runtime.Hosting;
using Twins.Runtime.State;
using Twins.Testing.Time;

namespace Twins.Runtime.Tests.Support;

/// <summary>An engine of one test, with a clock to turn and with what it logged.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    public const string Streams = "test";

    private readonly IHost _host;

    private TestEngine(IHost host) => _host = host;

    public ManualTimeProvider Time => (ManualTimeProvider)_host.Services.GetRequiredService<TimeProvider>();

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public InMemoryStateStore Store => (InMemoryStateStore)_host.Services.GetRequiredService<IGrainStateStore>();

    public LogRecorder Log => _host.Services.GetRequiredService<LogRecorder>();

    public IServiceProvider Services => _host.Services;

    public static async Task<TestEngine> StartAsync(Action<RuntimeOptions>? configure = null, Action<IServiceCollection>? add = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        builder.Services.AddSingleton<IGrainStateStore, InMemoryStateStore>();
        builder.Services.AddSingleton<LogRecorder>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<LogRecorder>());
        add?.Invoke(builder.Services);
        builder.Services.AddTwinsRuntime(options =>
        {
            options.GrainAssemblies.Add(typeof(TestEngine).Assembly);
            options.StreamProviders.Add(Streams);
            options.DeactivationTimeout = TimeSpan.FromSeconds(1);
            configure?.Invoke(options);
        });
        var engine = new TestEngine(builder.Build());
        await engine._host.StartAsync();
        return engine;
    }

    public T Grain<T>(string key)
        where T : IGrainWithStringKey =>
        Client.GetGrain<T>(key);

    /// <summary>A probe that is in memory already and has been touched once: calls to it run at once, or wait for what it does.</summary>
    public async Task<IProbeGrain> ActiveProbeAsync(string key)
    {
        var probe = Client.GetGrain<IProbeGrain>(key);
        await probe.Touch();
        return probe;
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
