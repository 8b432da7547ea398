namespace Twins.Tests.Architecture.Layering;

/// <summary>Who may know whom. Arrows point down only; a project that is not listed may not exist.</summary>
internal static class AllowedReferences
{
    /// <summary>Project → projects it may reference.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Twins"] = [],
        ["Twins.Protocols"] = [],
        ["Twins.Optimization"] = [],
        ["Twins.Storage"] = [],
        ["Twins.Runtime.Abstractions"] = [],
        ["Twins.Runtime.Generators"] = [],
        ["Twins.Runtime"] = ["Twins.Runtime.Abstractions"],
        ["Twins.Runtime.Cluster"] = [],
        ["Twins.Contracts"] = ["Twins"],
        ["Twins.Client"] = ["Twins.Contracts", "Twins"],
        ["Twins.Console"] = ["Twins.Contracts", "Twins"],
        ["Twins.Simulator"] = ["Twins", "Twins.Protocols", "Twins.Optimization"],
        ["Twins.Grains"] = ["Twins.Contracts", "Twins", "Twins.Protocols", "Twins.Optimization", "Twins.Storage"],
        ["Twins.Host"] =
        [
            "Twins", "Twins.Contracts", "Twins.Protocols", "Twins.Optimization", "Twins.Storage", "Twins.Client",
            "Twins.Console", "Twins.Grains", "Twins.Simulator", "Twins.Runtime", "Twins.Runtime.Abstractions", "Twins.Runtime.Cluster",
        ],
    };

    /// <summary>Parts of the grain programming model, each containing those before it (build/GrainModel.targets).</summary>
    public static readonly string[] GrainModelParts = ["", "model", "contracts", "grains"];

    /// <summary>Project → the greatest part of the grain programming model that it may ask for.</summary>
    public static IReadOnlyDictionary<string, string> GrainModels { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Twins"] = "model",
        ["Twins.Runtime.Cluster"] = "contracts",
        ["Twins.Contracts"] = "contracts",
        ["Twins.Client"] = "contracts",
        ["Twins.Console"] = "contracts",
        ["Twins.Grains"] = "grains",
        ["Twins.Host"] = "grains",
    };

    /// <summary>The programming model's assembly in the edge profile: allowed to whoever asks for a grain model.</summary>
    public const string ProgrammingModel = "Twins.Runtime.Abstractions";
}
