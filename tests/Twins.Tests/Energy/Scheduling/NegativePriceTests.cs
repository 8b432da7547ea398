using Twins.Energy.Scheduling;
using Twins.Energy.Scheduling.Formulation;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Solvers;
using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>At negative prices losses would earn money; no plan may burn energy by running a device both ways.</summary>
public sealed class NegativePriceTests
{
    [Fact]
    public void WearEurPerKwh_RoundTripOfFourFifths_IsANinthOfThePrice() =>
        Assert.Equal(0.09 / 9, BurnThreshold.WearEurPerKwh(-0.09, 0.8, 1), 1e-12);

    [Fact]
    public void WearEurPerKwh_NoNegativePrice_IsZero() => Assert.Equal(0, BurnThreshold.WearEurPerKwh(0.05, 0.9, 0.9));

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void Plan_NegativePrices_StoreAndConverterRunOneWay(double wearEurPerKwh)
    {
        SchedulingSite site = new()
        {
            Buses = [new Bus("ac"), new Bus("dc", BusCurrent.Direct)],
            GridConnections = [TestSites.Grid(-0.5, -0.5, 0.1) with { ExportPriceEurPerKwh = Profile.Of(-0.5, -0.5, 0.1), ExportCapacityW = 50_000 }],
            Batteries =
                [TestSites.LosslessBattery(9_000) with { Bus = "dc", ChargeEfficiency = 0.9, DischargeEfficiency = 0.9, WearCostEurPerKwh = wearEurPerKwh }],
            Converters = [new InterlinkConverter("converter", "ac", "dc")
            {
                MaxFromFirstW = 20_000,
                MaxFromSecondW = 20_000,
                EfficiencyFromFirst = 0.9,
            }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(3));

        // One-way devices: the net power alone explains energy and both terminals.
        PlanAssert.Conserves(site, plan);
        PlanAssert.Balanced(site, plan);
        for (int step = 0; step < 3; step++)
        {
            double ac = plan["converter"].Terminals[0].PowerW[step];
            double dc = plan["converter"].Terminals[1].PowerW[step];
            Assert.Equal(ac < 0 ? -0.9 * ac : -ac / 0.97, dc, 0.05);
        }
    }

    [Theory]
    [InlineData(0.9, true)]
    [InlineData(1.1, false)]
    public void Relaxation_WearBesideTheThreshold_BurnsOnlyBelowIt(double shareOfThreshold, bool burns)
    {
        double wearEurPerKwh = shareOfThreshold * BurnThreshold.WearEurPerKwh(-0.5, 0.9, 0.8);
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(-0.5)],
            Batteries =
                [TestSites.LosslessBattery(10_000) with { ChargeEfficiency = 0.9, DischargeEfficiency = 0.8, WearCostEurPerKwh = wearEurPerKwh }],
        };
        var model = new ModelBuilder();
        var penalties = new Penalties([site], TestSites.Hours(1), ScheduleObjectives.Cost);
        var formulation = new SiteFormulation(model, site, TestSites.Hours(1), ScheduleObjectives.Cost, penalties, ScenarioShare.Only);
        SiteAssets.Add(formulation);

        Solution relaxed = new InteriorPointSolver().Solve(model.Build());

        ExclusivePair battery = formulation.Pairs.Single(pair => model.Build().NameOf(pair.Forward).Name == "battery.discharge");
        Assert.Equal(burns ? 7.2 : 0, relaxed[battery.Forward], 1e-5);
    }
}
