using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Twins.Energy.Solvers;
using Twins.Testing.Peers;

namespace Twins.Tests.Energy.Solvers;

/// <summary>COIN-OR's simplex solver as an independent opinion, through its C interface (Debian: coinor-libclp1).</summary>
internal static class Clp
{
    public const string Missing = "libClp.so.1 is not installed (Debian: coinor-libclp1).";

    private const string Library = "libClp.so.1";

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, Assembly.GetExecutingAssembly(), null, out _);

    /// <param name="problem">A linear problem.</param>
    /// <param name="unitCosts">
    /// Whether costs are scaled to largest size 1. Clp's tolerances are absolute: costs of 1e-5 € per W would drown in them; but
    /// beside penalties of 1e6 so would prices near 1.
    /// </param>
    public static ClpAnswer Solve(Problem problem, bool unitCosts = true)
    {
        (int[] starts, int[] rows, double[] values) = ProblemColumns.Of(problem);
        double largest = problem.Costs.ToArray().Append(0).Max(Math.Abs);
        double scale = unitCosts && largest > 0 ? 1 / largest : 1;
        nint model = NewModel();
        try
        {
            SetLogLevel(model, 0);
            SetPrimalTolerance(model, 1e-9);
            SetDualTolerance(model, 1e-9);
            LoadProblem(
                model, problem.VariableCount, problem.RowCount, starts, rows, values, [.. problem.LowerBounds], [.. problem.UpperBounds],
                [.. problem.Costs.ToArray().Select(cost => cost * scale)], [.. problem.RowLowerBounds], [.. problem.RowUpperBounds]);
            _ = InitialSolve(model);
            double[] solution = new double[problem.VariableCount];
            Marshal.Copy(PrimalColumnSolution(model), solution, 0, solution.Length);
            return new ClpAnswer((ClpStatus)Status(model), (ObjectiveValue(model) / scale) + problem.ObjectiveOffset, solution);
        }
        finally
        {
            DeleteModel(model);
        }
    }

    [DllImport(Library, EntryPoint = "Clp_newModel")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NewModel();

    [DllImport(Library, EntryPoint = "Clp_deleteModel")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void DeleteModel(nint model);

    [DllImport(Library, EntryPoint = "Clp_setLogLevel")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SetLogLevel(nint model, int level);

    [DllImport(Library, EntryPoint = "Clp_setPrimalTolerance")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SetPrimalTolerance(nint model, double tolerance);

    [DllImport(Library, EntryPoint = "Clp_setDualTolerance")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SetDualTolerance(nint model, double tolerance);

    [DllImport(Library, EntryPoint = "Clp_loadProblem")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void LoadProblem(
        nint model, int columns, int rows, int[] starts, int[] rowIndices, double[] values, double[] lower, double[] upper, double[] cost,
        double[] rowLower, double[] rowUpper);

    [DllImport(Library, EntryPoint = "Clp_initialSolve")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int InitialSolve(nint model);

    [DllImport(Library, EntryPoint = "Clp_status")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(nint model);

    [DllImport(Library, EntryPoint = "Clp_objectiveValue")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern double ObjectiveValue(nint model);

    [DllImport(Library, EntryPoint = "Clp_primalColumnSolution")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint PrimalColumnSolution(nint model);
}

/// <summary>Clp's verdict; numbers as in its C interface.</summary>
internal enum ClpStatus
{
    Optimal = 0,
    PrimalInfeasible = 1,
    DualInfeasible = 2,
    StoppedOnLimit = 3,
    StoppedOnError = 4,
}

internal sealed record ClpAnswer(ClpStatus Status, double Objective, double[] Values);

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

/// <summary>The coefficient matrix as plain arrays, for solvers behind a C interface.</summary>
internal static class ProblemColumns
{
    public static (int[] Starts, int[] Rows, double[] Values) Of(Problem problem) =>
        (problem.Matrix.Starts, problem.Matrix.Rows, problem.Matrix.Values);
}
