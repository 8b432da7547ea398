using System.Globalization;
using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

public sealed class MpsReaderTests
{
    private const double Infinity = double.PositiveInfinity;

    private const string EveryCard = """
        * every kind of card once
        NAME EVERY
        OBJSENSE
            MAX
        ROWS
         N profit
         N ignored
         L cap
         G floor
         E up
         E down
         L both
        COLUMNS
         a profit 3 cap 1
         a floor 1 ignored 9
         b profit 2 up 1
         M1 'MARKER' 'INTORG'
         n down 1 both 2
         m both 1
         M2 'MARKER' 'INTEND'
         c profit -1 cap 1
         d cap 1
         e cap 1
         f cap 1
        RHS
         RHS profit -5 cap 10
         RHS floor 1 up 2
         RHS down 3 both 8
        RANGES
         RNG both 6 up 1
         RNG down -1
        BOUNDS
         UP BND a 4
         FX BND b 2
         MI BND c
         UP BND c 7
         FR BND d
         UP BND e -2
         LO BND f 1
         PL BND f
         UP BND n 9
        QUADOBJ
         a a -2
         a c 0.5
         c c -4
        ENDATA
        """;

    [Fact]
    public void ReadText_EveryCard_MeansWhatTheFormatSays()
    {
        MpsModel model = MpsReader.ReadText(EveryCard);
        Problem problem = model.Problem;

        Assert.Equal("EVERY", model.Name);
        Assert.True(model.IsMaximisation);
        Assert.Equal(-5, problem.ObjectiveOffset);
        Assert.Equal([-3, -2, 0, 0, 1, 0, 0, 0], problem.Costs.ToArray());
        Assert.Equal([-Infinity, 1, 2, 2, 2], problem.RowLowerBounds.ToArray());
        Assert.Equal([10, Infinity, 3, 3, 8], problem.RowUpperBounds.ToArray());
        Assert.Equal([0, 2, 0, 0, -Infinity, -Infinity, -Infinity, 1], problem.LowerBounds.ToArray());
        Assert.Equal([4, 2, 9, 1, 7, Infinity, -2, Infinity], problem.UpperBounds.ToArray());
        Assert.Equal([2, 3], Enumerable.Range(0, 8).Where(j => problem.IsInteger(new Variable(j))));
        Assert.Equal(-5 - (3 * 1) + (2 * 0.5) - (0.5 * 2) + 2 + (4 * 2.0), problem.Objective([1, 0, 0, 0, 2, 0, 0, 0]) + 1 - 1, 12);
    }

    [Fact]
    public void ReadText_FixedColumnsWithBlanksInNames_AreFoundOut()
    {
        const string Text = """
            NAME          FIXED
            ROWS
             N  COST
             G  AT  NOON
            COLUMNS
                EV 7      COST               2.0   AT  NOON           1.0
            RHS
                RHS       AT  NOON           3.0
            ENDATA
            """;

        Problem problem = MpsReader.ReadText(Text).Problem;

        Assert.Equal("EV 7", problem.NameOf(new Variable(0)).ToString());
        Assert.Equal("AT  NOON", problem.NameOf(new Row(0)).ToString());
        Assert.Equal(3, problem.RowLowerBounds[0]);
    }

    [Theory]
    [InlineData("ROWS\n X c\nENDATA", 1, "Row type \"X\" is none of N, E, L, G.", 2)]
    [InlineData("ROWS\n N c\nCOLUMNS\n x r 1\nENDATA", 1, "Row \"r\" is not in ROWS.", 4)]
    [InlineData("ROWS\n N c\nCOLUMNS\n x c one\nENDATA", 1, "\"one\" is no number.", 4)]
    [InlineData("ROWS\n N c\nCOLUMNS\n x c 1\nBOUNDS\n UP B y 1\nENDATA", 1, "Column \"y\" is not in COLUMNS.", 6)]
    [InlineData("ROWS\n N c\nCOLUMNS\n x c 1\nBOUNDS\n SC B x 1\nENDATA", 1, "Bound type \"SC\" is none of UP, LO, FX, FR, MI, PL, BV, UI, LI.", 6)]
    [InlineData("ROWS\n N c\n", 1, "The file ends without ENDATA.", 2)]
    [InlineData("SOS1\nENDATA", 1, "Section \"SOS1\" is not supported.", 1)]
    public void ReadText_BadFile_NamesTheLineAndTheReason(string text, int firstLine, string reason, int line)
    {
        var error = Assert.Throws<MpsFormatException>(() => MpsReader.ReadText(text, MpsFormat.Free));

        Assert.Equal(line + firstLine - 1, error.Line);
        Assert.Equal($"Line {line}: {reason}", error.Message);
    }
}

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
