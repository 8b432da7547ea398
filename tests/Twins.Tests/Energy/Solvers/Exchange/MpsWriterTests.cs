using System.Globalization;
using Twins.Energy.Solvers;
using Twins.Energy.Solvers.Exchange;
using Twins.Energy.Solvers.Model;
using Twins.Tests.Energy.Solvers.Oracle;
using Twins.Tests.Energy.Solvers.SiteModels;

namespace Twins.Tests.Energy.Solvers.Exchange;

public sealed class MpsWriterTests
{
    [Theory]
    [InlineData(MpsFormat.Free)]
    [InlineData(MpsFormat.Fixed)]
    public void Write_ThenRead_GivesTheSameProblem(MpsFormat format)
    {
        foreach (bool quadratic in new[] { false, true })
        {
            Problem problem = SiteModel.Create(new SiteModelOptions(24, 6) { Hours = 1, VehicleToGrid = true, Quadratic = quadratic });
            using var text = new StringWriter(CultureInfo.InvariantCulture);

            MpsWriter.Write(problem, text, format);
            Problem read = MpsReader.ReadText(text.ToString(), format).Problem;

            double tolerance = format == MpsFormat.Fixed ? 1e-6 : 0;
            Assert.Equal(problem.CoefficientCount, read.CoefficientCount);
            RequireSame(problem.LowerBounds, read.LowerBounds, tolerance);
            RequireSame(problem.UpperBounds, read.UpperBounds, tolerance);
            RequireSame(problem.RowLowerBounds, read.RowLowerBounds, tolerance);
            RequireSame(problem.RowUpperBounds, read.RowUpperBounds, tolerance);
            double expected = new InteriorPointSolver().Solve(problem).Objective;
            Assert.Equal(expected, new InteriorPointSolver().Solve(read).Objective, Math.Max(tolerance, 1e-8) * expected);
        }
    }

    [Fact]
    public void Write_NamesThatCollideWithoutBlanks_StayApart()
    {
        var model = new ModelBuilder { ObjectiveOffset = 2 };
        model.AddVariable("a b", -1, 1);
        model.AddVariable("a_b", double.NegativeInfinity, double.PositiveInfinity, 3);
        model.AddInteger("n", 0, double.PositiveInfinity);
        model.AddRow("COST", double.NegativeInfinity, double.PositiveInfinity);
        using var text = new StringWriter(CultureInfo.InvariantCulture);

        MpsWriter.Write(model.Build(), text);
        Problem read = MpsReader.ReadText(text.ToString()).Problem;

        Assert.Equal(2, read.ObjectiveOffset);
        Assert.Equal([-1, double.NegativeInfinity, 0], read.LowerBounds.ToArray());
        Assert.True(read.IsInteger(new Variable(2)));
        Assert.Equal(double.PositiveInfinity, read.UpperBounds[2]);
    }

    [Theory]
    [InlineData(MpsFormat.Free)]
    [InlineData(MpsFormat.Fixed)]
    public async Task Write_ForTheClpProgram_IsSolvedToTheSameObjective(MpsFormat format)
    {
        Assert.SkipUnless(ClpProgram.IsInstalled, ClpProgram.Missing);
        Problem problem = SiteModel.Create(new SiteModelOptions(24, 5) { Hours = 1, NegativePrices = true });
        string folder = Directory.CreateTempSubdirectory("twins-mps").FullName;
        try
        {
            string path = Path.Combine(folder, "site.mps");
            await using (var writer = new StreamWriter(path))
            {
                MpsWriter.Write(problem, writer, format);
            }

            double expected = new InteriorPointSolver().Solve(problem).Objective;
            Assert.Equal(expected, await ClpProgram.ObjectiveAsync(path), 1e-6 * Math.Abs(expected));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void RequireSame(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
        {
            bool same = expected[k] == actual[k] || Math.Abs(expected[k] - actual[k]) <= tolerance * (1 + Math.Abs(expected[k]));
            Assert.True(same, $"{k}: {expected[k]} became {actual[k]}");
        }
    }
}
