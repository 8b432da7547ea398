using System.CommandLine;
using Twins.Energy.Solvers;

namespace Twins.Hosting.Commands;

/// <summary><c>twins solve</c>: solves an optimisation model from an MPS file, for comparison with other solvers.</summary>
internal static class SolveCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var model = new Argument<FileInfo>("model") { Description = "MPS file, fixed or free" };
        var limit = new Option<double?>("--time-limit") { Description = "Longest time in s; the best point found is printed" };
        var command = new Command("solve", "Solves a linear, quadratic or mixed-integer model and prints status, objective and time") { model, limit };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(model), parsed.GetValue(limit)));
        return command;
    }

    private static int Run(FileInfo model, double? limitSeconds)
    {
        if (limitSeconds is not (null or (> 0 and < 1e6)))
        {
            Console.Error.WriteLine($"--time-limit is {limitSeconds} s; it must lie between 0 and 1,000,000 s.");
            return ExitCodes.BadInput;
        }

        var options = limitSeconds is { } seconds ? new SolverOptions { TimeLimit = TimeSpan.FromSeconds(seconds) } : SolverOptions.Default;
        try
        {
            foreach (string line in SolveReport.ForFile(model.FullName, new MixedIntegerSolver(), options))
            {
                Console.WriteLine(line);
            }

            return ExitCodes.Success;
        }
        catch (Exception wrong) when (wrong is MpsFormatException or IOException or ArgumentException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{model}: {wrong.Message}");
            return ExitCodes.BadInput;
        }
    }
}
