using Twins.Testing.Grains;

namespace Twins.Tests.Api.Scripted;

/// <summary>A grain factory whose grains are the test's own objects, called directly.</summary>
internal sealed class ScriptedGrains : ScriptedGrainFactory
{
    public ScriptedTwin Twin { get; } = new();

    public ScriptedSite Site { get; } = new();

    public override TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) => primaryKey switch
        {
            TestSites.DeviceKey => (TGrainInterface)(object)Twin,
            TestSites.Site => (TGrainInterface)(object)Site,
            _ => throw new ArgumentException($"The API asked for the grain '{primaryKey}', which it should have known to be unknown.", nameof(primaryKey)),
        };
}
