using Twins.Energy.Solvers;
using Twins.Energy.Solvers.Exchange;
using Twins.Energy.Solvers.Results;
using Twins.Tests.Energy.Solvers.Oracle;

namespace Twins.Tests.Energy.Solvers.Exchange;

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
            MpsModel model = MpsReader.ReadFile(Path.Combine(AppContext.BaseDirectory, "Energy", "Solvers", "Exchange", "Netlib", name + ".mps"));

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
        MpsModel model = MpsReader.ReadFile(Path.Combine(AppContext.BaseDirectory, "Energy", "Solvers", "Exchange", "Netlib", name + ".mps"));

        double expected = Clp.Solve(model.Problem).Objective;

        Assert.Equal(expected, new InteriorPointSolver().Solve(model.Problem).Objective, 1e-8 * Math.Abs(expected));
    }
}
