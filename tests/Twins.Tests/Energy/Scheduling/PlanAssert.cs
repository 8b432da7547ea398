using Twins.Energy.Scheduling;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>What every plan must satisfy, however it was made.</summary>
internal static class PlanAssert
{
    private const double ToleranceKw = 1e-6;

    public static void Powers(double[] expectedW, SiteSchedule plan, string key)
    {
        Assert.Equal(expectedW.Length, plan[key].PowerW.Length);
        for (int step = 0; step < expectedW.Length; step++)
        {
            Assert.True(
                Math.Abs(expectedW[step] - plan[key].PowerW[step]) < 0.05,
                $"{key}: expected [{string.Join(", ", expectedW)}] W, planned [{string.Join(", ", plan[key].PowerW)}] W");
        }
    }

    /// <summary>The powers into every bus sum to zero in every step, to 1e-6 kW.</summary>
    public static void Balanced(SchedulingSite site, SiteSchedule plan)
    {
        foreach (SiteBus bus in site.Buses)
        {
            TerminalSchedule[] terminals = [.. plan.Elements.SelectMany(element => element.Terminals).Where(terminal => terminal.Bus == bus.Key)];
            for (int step = 0; step < plan.Grid.Count; step++)
            {
                double sumKw = terminals.Sum(terminal => terminal.PowerW[step]) / 1000;
                Assert.True(Math.Abs(sumKw) <= ToleranceKw, $"bus {bus.Key}, step {step}: {sumKw} kW left over");
            }
        }
    }

    /// <summary>Stores hold what went in less the losses, converters deliver no more than they draw.</summary>
    public static void Conserves(SchedulingSite site, SiteSchedule plan)
    {
        foreach (SiteBattery battery in site.Batteries)
        {
            double energyWh = battery.InitialEnergyWh;
            for (int step = 0; step < plan.Grid.Count; step++)
            {
                double hours = plan.Grid.Hours(step);
                double powerW = plan[battery.Key].PowerW[step];
                double storedW = powerW < 0 ? -powerW * battery.ChargeEfficiency : -powerW / battery.DischargeEfficiency;
                energyWh = (energyWh * Math.Pow(1 - battery.SelfDischargePerHour, hours)) + (storedW * hours);
                Assert.Equal(plan[battery.Key].EnergyWh[step], energyWh, 0.5);
                Assert.InRange(powerW, -battery.MaxChargePowerW - 0.01, battery.MaxDischargePowerW + 0.01);
            }
        }

        foreach (InterlinkConverter converter in site.Converters)
        {
            for (int step = 0; step < plan.Grid.Count; step++)
            {
                double intoW = plan[converter.Key].Terminals.Sum(terminal => terminal.PowerW[step]);
                Assert.True(intoW <= 0.01, $"converter {converter.Key} makes {intoW} W in step {step}");
            }
        }
    }

    /// <summary>Grid connections stay within their capacity.</summary>
    public static void WithinConnections(SchedulingSite site, SiteSchedule plan)
    {
        foreach (SiteGridConnection connection in site.GridConnections)
        {
            for (int step = 0; step < plan.Grid.Count; step++)
            {
                Assert.InRange(plan[connection.Key].PowerW[step], -connection.ExportCapacityW[step] - 0.01, connection.ImportCapacityW[step] + 0.01);
            }
        }
    }
}
