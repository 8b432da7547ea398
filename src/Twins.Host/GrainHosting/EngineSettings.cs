using System.Reflection;
using Twins.Contracts.Live;

namespace Twins.Hosting.GrainHosting;

/// <summary>What the host says to the grain engine, whichever it is. Grain state goes to the registered blob store.</summary>
internal sealed record EngineSettings
{
    /// <summary>Name under which a data base for several servers is configured (<c>ConnectionStrings</c>).</summary>
    public const string ClusterConnectionName = "Cluster";

    /// <summary>The assemblies with grain classes.</summary>
    public required IReadOnlyList<Assembly> GrainAssemblies { get; init; }

    /// <summary>The stream providers that grains and clients use.</summary>
    public IReadOnlyList<string> StreamProviders { get; init; } = [LiveStreams.Provider];

    /// <summary>The sites whose connections this process may open; all where empty.</summary>
    public IReadOnlyList<string> FieldSites { get; init; } = [];

    /// <summary>The PostgreSQL data base by which several servers find each other; null for one machine. One process has no use for it.</summary>
    public string? ClusterConnection { get; init; }
}
