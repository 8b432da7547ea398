using Twins.Hosting.GrainHosting;
using Twins.Runtime.Hosting;
using Twins.Runtime.State;

namespace Twins.Hosting.Engine;

/// <summary>Hosts the embedded engine: one process, which is always at the field.</summary>
internal static class EngineHosting
{
    /// <summary>Adds the engine, with grain state in the registered blob store.</summary>
    public static void AddGrainEngine(this IHostApplicationBuilder builder, EngineSettings settings)
    {
        builder.Services.AddSingleton<StateBlobs>();
        builder.Services.AddSingleton<IGrainStateStore, BlobStateStore>();
        builder.Services.AddTwinsRuntime(options =>
        {
            foreach (var assembly in settings.GrainAssemblies)
            {
                options.GrainAssemblies.Add(assembly);
            }

            options.StreamProviders.UnionWith(settings.StreamProviders);
        });
    }
}
