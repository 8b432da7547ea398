using Twins.Hosting.Clusters;
using Twins.Hosting.Simulation;

namespace Twins.Hosting.Configuration;

/// <summary>Whether devices are simulated, by this process or by <c>twins simulate</c>: option <c>--simulate</c>, setting <c>Simulation:Endpoints</c>.</summary>
internal static class SimulationSetting
{
    /// <summary>Name of the setting that names the file of <c>twins simulate</c>; it takes the place of <c>--simulate true</c>.</summary>
    public const string EndpointsName = "Simulation:Endpoints";

    /// <summary>Reads the option.</summary>
    /// <exception cref="BadInputException">It is neither true nor false nor a file.</exception>
    public static (bool Simulate, string? Endpoints) Parse(string option) =>
        bool.TryParse(option, out var simulate) ? (simulate, null)
        : File.Exists(option) ? (true, Path.GetFullPath(option))
        : throw new BadInputException($"--simulate: '{option}' is neither true nor false nor a file that 'twins simulate' wrote.");

    /// <summary>Adds what the settings say, and checks it.</summary>
    /// <exception cref="BadInputException">The file is wrong, or a silo of a cluster would simulate sites that others own.</exception>
    public static RunSettings Read(IConfiguration configuration, RunSettings settings, ClusterSettings cluster, IReadOnlyList<string> fieldSites)
    {
        if (settings is { Simulate: true, Endpoints: null } && configuration[EndpointsName] is { Length: > 0 } file)
        {
            settings = settings with { Endpoints = Path.GetFullPath(file) };
        }

        if (settings.Endpoints is { } endpoints)
        {
            _ = SimulatedEndpoints.Read(endpoints);
        }
        else if (settings.Simulate && cluster.IsCluster && fieldSites.Count == 0)
        {
            throw new BadInputException(
                $"A silo of a cluster would simulate every site, as each of the others would: name its own under {FieldSitesSetting.Name}, or run 'twins simulate' and give its file as --simulate.");
        }

        return settings;
    }
}
