using Twins.Runtime.State;

namespace Twins.Cluster.Tests.Engine;

/// <summary>Grain state that outlives a host, as a disk does.</summary>
internal sealed class GrainStorage
{
    public InMemoryStateStore Store { get; } = new();
}
