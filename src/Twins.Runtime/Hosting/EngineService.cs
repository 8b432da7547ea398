using Microsoft.Extensions.Hosting;

namespace Twins.Runtime.Hosting;

/// <summary>Starts and stops the engine with its host.</summary>
internal sealed class EngineService(GrainEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        engine.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
