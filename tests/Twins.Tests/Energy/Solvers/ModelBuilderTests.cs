using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

public sealed class ModelBuilderTests
{
    [Fact]
    public void Build_RepeatedAndCancellingTerms_AreSummedAndDropped()
    {
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", 0, 1);
        Variable y = model.AddVariable("y", 0, 1);
        RowSeries rows = model.AddRows("row", 2, 0, 1);
        model.AddTerm(rows[1], x, 2);
        model.AddTerm(rows[0], y, 1);
        model.AddTerm(rows[1], x, 3);
        model.AddTerm(rows[0], x, 1);
        model.AddTerm(rows[0], y, -1);

        Problem problem = model.Build();

        Assert.Equal(2, problem.CoefficientCount);
        Assert.Equal([0, 2, 2], problem.Matrix.Starts);
        Assert.Equal([0, 1], problem.Matrix.Rows);
        Assert.Equal([1, 5], problem.Matrix.Values);
        Assert.Equal("row[1]", problem.NameOf(rows[1]).ToString());
    }

    [Fact]
    public void AddVariable_BadNumbers_AreRefusedByName()
    {
        var model = new ModelBuilder();

        var bounds = Assert.Throws<ArgumentException>(() => model.AddVariable("soc", double.NaN, 1));
        var cost = Assert.Throws<ArgumentException>(() => model.AddVariables("import", 2, 0, 1, double.PositiveInfinity));
        var inverted = Assert.Throws<ArgumentException>(() => model.AddRow("cap", double.PositiveInfinity, 1));

        Assert.StartsWith("The bounds of soc are [NaN, 1]", bounds.Message, StringComparison.Ordinal);
        Assert.StartsWith("The cost of import[0] is", cost.Message, StringComparison.Ordinal);
        Assert.Contains("which no number satisfies", inverted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Series_StepOutside_IsRefusedWithTheRange()
    {
        VariableSeries series = new ModelBuilder().AddVariables("x", 4, 0, 1);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => series[4]);

        Assert.Contains("steps 0 to 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddTerm_HandleOfAnotherModel_IsRefused()
    {
        var model = new ModelBuilder();
        Row row = model.AddRow("row", 0, 1);

        var error = Assert.Throws<ArgumentException>(() => model.AddTerm(row, new Variable(3), 1));

        Assert.StartsWith("The variable has index 3; the model has 0.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ConcaveBlock_IsRefusedByName()
    {
        var model = new ModelBuilder();
        VariableSeries x = model.AddVariables("x", 2, -1, 1);
        model.AddQuadraticCost(x[0], 1);
        model.AddQuadraticCost(x[1], 1);
        model.AddQuadraticCost(x[0], x[1], 2);

        var error = Assert.Throws<ArgumentException>(model.Build);

        Assert.StartsWith("The quadratic cost is not convex: the block of x[1]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.AddQuadraticCost(x[0], -1));
    }

    [Fact]
    public void Copy_OfAProblem_ChangesAlone()
    {
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", 0, 1, 5);
        Problem problem = model.Build();
        Problem copy = problem.Copy();

        copy.SetBounds(x, 2, 3);
        copy.SetCost(x, 7);

        Assert.Equal(0, problem.LowerBounds[0]);
        Assert.Equal(5, problem.Costs[0]);
        Assert.Equal(14, copy.Objective([2]));
    }
}
