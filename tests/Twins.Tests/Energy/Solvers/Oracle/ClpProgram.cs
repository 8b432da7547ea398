using System.Globalization;
using Twins.Testing.Peers;

namespace Twins.Tests.Energy.Solvers.Oracle;

/// <summary>The <c>clp</c> command (Debian: coinor-clp).</summary>
internal static class ClpProgram
{
    public const string Missing = "The clp program is not installed (Debian: coinor-clp).";

    private const string Beginning = "Optimal objective ";
    private static readonly string? Path = PeerProgram.Find("clp");

    public static bool IsInstalled => Path is not null;

    public static async Task<double> ObjectiveAsync(string mpsPath)
    {
        PeerResult result = await PeerProcess.RunAsync(Path!, mpsPath, "-solve");
        string line = result.Output.Split('\n').FirstOrDefault(line => line.StartsWith(Beginning, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"clp found no optimum: {result.Output}");
        return double.Parse(line[Beginning.Length..].Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
