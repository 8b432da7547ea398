using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Twins.Conformance.Tests.Filters;
using Twins.Runtime.Hosting;
using Twins.Runtime.State;
using Twins.Testing.Time;

namespace Twins.Conformance.Tests;

/// <summary>The embedded engine, with a clock that the tests turn and with messages rebuilt from their annotations.</summary>
public sealed class GrainEngineFixture : IGrainEngineFixture
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly ManualTimeProvider _time = new();
    private readonly IHost _host;

    public GrainEngineFixture()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddKeyedSingleton<IGrainStateStore, InMemoryStateStore>(Names.Storage);
        builder.Services.AddSingleton<IIncomingGrainCallFilter, RefusingFilter>();
        builder.Services.AddTwinsRuntime(options =>
        {
            options.GrainAssemblies.Add(typeof(GrainEngineFixture).Assembly);
            options.StreamProviders.Add(Names.Streams);
            options.CallTimeout = Timing.CallTimeout;
            options.MaxQueuedCalls = Limits.MaxQueuedCalls;
            options.CallCycleGrace = Timeout.InfiniteTimeSpan;
            options.IdleAge = Timing.IdleAge;
            options.CollectionPeriod = Timing.IdleCheck;
            options.DeactivationTimeout = Timing.CallTimeout;
            options.RebuildMessages = true;
        });
        _host = builder.Build();
    }

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>In steps, between which what fell due gets its turns, as it would while time passes.</summary>
    public async Task ElapseAsync(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Step)
        {
            _time.Advance(left < Step ? left : Step);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
