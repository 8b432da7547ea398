namespace Twins.Tests.Architecture.Layering;

/// <summary>Which project may know which: arrows point one way only, and a project that is not listed may not exist.</summary>
internal static class AllowedReferences
{
    /// <summary>Project → projects it may reference, in the project file and in the compiled assembly.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Twins.Abstractions"] = [],
        ["Twins.Energy"] = [],
        ["Twins.Storage"] = [],
        ["Twins.Configuration"] = ["Twins.Abstractions"],
        ["Twins.Client"] = ["Twins.Abstractions"],
        ["Twins.Adapters"] = ["Twins.Abstractions", "Twins.Configuration"],
        ["Twins.Grains"] = ["Twins.Abstractions", "Twins.Configuration", "Twins.Adapters", "Twins.Energy", "Twins.Storage"],
        ["Twins.Simulator"] = ["Twins.Abstractions", "Twins.Configuration", "Twins.Adapters", "Twins.Energy"],
        ["Twins.Api"] = ["Twins.Abstractions", "Twins.Client", "Twins.Configuration", "Twins.Storage"],
        ["Twins.Console"] = ["Twins.Abstractions", "Twins.Client"],
        ["Twins.Host"] =
        [
            "Twins.Abstractions", "Twins.Adapters", "Twins.Api", "Twins.Client", "Twins.Configuration", "Twins.Console", "Twins.Energy",
            "Twins.Grains", "Twins.Simulator", "Twins.Storage",
        ],
    };
}
