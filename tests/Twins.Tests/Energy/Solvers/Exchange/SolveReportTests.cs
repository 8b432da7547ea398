using Twins.Energy.Solvers.Exchange;
using Twins.Energy.Solvers.Integers;

namespace Twins.Tests.Energy.Solvers.Exchange;

public sealed class SolveReportTests
{
    [Fact]
    public void ForFile_Afiro_PrintsStatusObjectiveSizeAndTime()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Energy", "Solvers", "Exchange", "Netlib", "afiro.mps");

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
