using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

/// <summary>Small problems of the Netlib collection (public domain) with their published optima.</summary>
public sealed class NetlibTests
{
    [Theory]
    [InlineData("afiro", -464.75314286)]
    [InlineData("sc50a", -64.575077059)]
    [InlineData("sc50b", -70.0)]
    [InlineData("kb2", -1749.9001299)]
    [InlineData("adlittle", 225494.96316)]
    [InlineData("blend", -30.812149846)]
    [InlineData("share2b", -415.73224074)]
    public void Solve_NetlibProblem_FindsThePublishedOptimum(string name, double optimum)
    {
        foreach (bool presolve in new[] { true, false })
        {
            MpsModel model = MpsReader.ReadFile(Path.Combine(AppContext.BaseDirectory, "Energy", "Solvers", "Netlib", name + ".mps"));

            Solution solution = new InteriorPointSolver().Solve(model.Problem, new SolverOptions { Presolve = presolve });

            Assert.Equal(SolveStatus.Optimal, solution.Status);
            Assert.Equal(optimum, solution.Objective, 1e-8 * Math.Abs(optimum));
            Assert.InRange(solution.Accuracy.Largest, 0, 1e-8);
        }
    }

    [Theory]
    [InlineData("afiro")]
    [InlineData("sc50a")]
    [InlineData("sc50b")]
    [InlineData("kb2")]
    [InlineData("adlittle")]
    [InlineData("blend")]
    [InlineData("share2b")]
    public void Solve_NetlibProblem_AgreesWithClp(string name)
    {
        Assert.SkipUnless(Clp.IsInstalled, Clp.Missing);
        MpsModel model = MpsReader.ReadFile(Path.Combine(AppContext.BaseDirectory, "Energy", "Solvers", "Netlib", name + ".mps"));

        double expected = Clp.Solve(model.Problem).Objective;

        Assert.Equal(expected, new InteriorPointSolver().Solve(model.Problem).Objective, 1e-8 * Math.Abs(expected));
    }
}

public sealed class SolveReportTests
{
    [Fact]
    public void ForFile_Afiro_PrintsStatusObjectiveSizeAndTime()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Energy", "Solvers", "Netlib", "afiro.mps");

        IReadOnlyList<string> lines = SolveReport.ForFile(path, new MixedIntegerSolver());

        Assert.Equal("status     Optimal", lines[0]);
        Assert.StartsWith("objective  -464.753142", lines[1], StringComparison.Ordinal);
        Assert.Contains("size       27 rows, 32 columns, 83 coefficients", lines, StringComparer.Ordinal);
        Assert.EndsWith(" ms", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_InfeasibleMaximum_SayWhichRows()
    {
        MpsModel model = MpsReader.ReadText("OBJSENSE MAX\nROWS\n N p\n G above\nCOLUMNS\n x p 1 above 1\nRHS\n R above 3\nBOUNDS\n UP B x 2\nENDATA");

        IReadOnlyList<string> lines = SolveReport.Lines(model, new MixedIntegerSolver().Solve(model.Problem));

        Assert.Equal("status     Infeasible", lines[0]);
        Assert.Equal("reason     The rows above cannot be met within the bounds of x.", lines[1]);
    }

    [Fact]
    public void Lines_Maximum_HasTheFilesSign()
    {
        MpsModel model = MpsReader.ReadText("OBJSENSE MAX\nROWS\n N p\n L below\nCOLUMNS\n x p 2 below 1\nRHS\n R below 3 p -1\nENDATA");

        IReadOnlyList<string> lines = SolveReport.Lines(model, new MixedIntegerSolver().Solve(model.Problem));

        Assert.Equal("objective  7", lines[1]);
    }
}
