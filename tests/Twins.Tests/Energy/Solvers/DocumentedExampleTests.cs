using Twins.Energy.Solvers;
using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Tests.Energy.Solvers;

public sealed class DocumentedExampleTests
{
    /// <summary>The example of docs/energy/solver.md.</summary>
    [Fact]
    public void Example_OfTheDocumentation_DoesWhatItSays()
    {
        var model = new ModelBuilder();
        VariableSeries import = model.AddVariables("import", 96, 0, 50_000, cost: 0.00005);
        VariableSeries charge = model.AddVariables("ev7 charge", 96, 0, 11_000);
        RowSeries balance = model.AddRows("balance", 96, 4_000, 4_000);
        Row energy = model.AddRow("ev7 energy", 20_000, double.PositiveInfinity);
        for (int step = 0; step < 96; step++)
        {
            model.AddTerm(balance[step], import[step], 1);
            model.AddTerm(balance[step], charge[step], -1);
            model.AddTerm(energy, charge[step], 0.25);
        }

        Problem problem = model.Build();
        var solver = new InteriorPointSolver();
        Solution plan = solver.Solve(problem);
        double price = plan.Dual(balance[17]);
        problem.SetCost(import[17], 0.0001);
        Solution next = solver.Solve(problem);

        Assert.Equal(0.00005, price, 1e-9);
        Assert.Equal(23.2, plan.Objective, 1e-6);
        Assert.Equal(0, next[charge[17]], 1e-3);
        Assert.Equal(1, solver.Analyses);
    }
}
