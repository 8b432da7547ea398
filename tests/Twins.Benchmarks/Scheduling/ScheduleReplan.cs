using System.Globalization;
using Twins.Energy.Scheduling;

namespace Twins.Benchmarks.Scheduling;

/// <summary>Whole plans of a site again and again, from validation to decision record.</summary>
internal sealed class ScheduleReplan : IBenchmark
{
    private static readonly (int Steps, int Vehicles, int Plans)[] Sizes = [(96, 20, 30), (96, 200, 10), (672, 50, 5)];

    public string Name => "schedule-replan";

    public string About => "site schedules planned again with moved prices, model building and decision record included";

    public Task RunAsync(Report report)
    {
        foreach ((int steps, int vehicles, int plans) in Sizes)
        {
            string label = string.Create(CultureInfo.InvariantCulture, $"{steps} × {vehicles}");
            TimeGrid grid = TimeGrid.Uniform(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(15), steps);
            var options = ScheduleOptions.Default with { TimeLimit = Timeout.InfiniteTimeSpan };
            var scheduler = new RollingScheduler();
            var times = new double[plans];
            int optimised = 0;
            for (int plan = 0; plan < plans; plan++)
            {
                SchedulingSite site = Site(grid, vehicles, plan);
                TimeSpan before = Environment.CpuUsage.TotalTime;
                optimised += scheduler.Plan(site, grid, options).Source == PlanSource.Optimised ? 1 : 0;
                times[plan] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            }

            Array.Sort(times);
            report.Figure($"{label}: plan, median, processor", times[plans / 2], "ms");
            report.Figure($"{label}: plan, slowest, processor", times[^1], "ms");
            report.Figure($"{label}: optimised plans", optimised, string.Create(CultureInfo.InvariantCulture, $"of {plans}"));
        }

        return Task.CompletedTask;
    }

    private static SchedulingSite Site(TimeGrid grid, int vehicles, int seed)
    {
        var random = new Random(seed);
        Profile Daily(double least, double most) => Profile.Of(
        [
            .. Enumerable.Range(0, grid.Count).Select(step =>
                least + ((most - least) * (0.5 - (0.5 * Math.Cos(step * Math.PI / 48))) * (0.9 + (0.1 * random.NextDouble())))),
        ]);
        return new()
        {
            Buses = [new SiteBus("ac"), new SiteBus("dc", BusCurrent.Direct)],
            GridConnections =
            [
                new SiteGridConnection("grid", "ac")
                {
                    ImportPriceEurPerKwh = Daily(0.15, 0.4), ExportPriceEurPerKwh = 0.08, ImportCapacityW = 50_000 + (vehicles * 4_000), ExportCapacityW = 50_000, DemandChargeEurPerKw = 5,
                },
            ],
            Batteries = [new SiteBattery("battery", "dc")
            {
                CapacityWh = 200_000,
                InitialEnergyWh = 100_000,
                MaxChargePowerW = 100_000,
                MaxDischargePowerW = 100_000,
                WearCostEurPerKwh = 0.01,
            }],
            Photovoltaics = [new SitePhotovoltaic("pv", "dc") { AvailablePowerW = Daily(0, 80_000) }],
            Loads = [new SiteLoad("load", "ac") { DrawnPowerW = Daily(10_000, 40_000) }],
            Vehicles = [.. Enumerable.Range(0, vehicles).Select(k => Vehicle(grid, k, random))],
            Converters = [new InterlinkConverter("converter", "ac", "dc") { MaxFromFirstW = 100_000, MaxFromSecondW = 100_000 }],
        };
    }

    private static VehicleVisit Vehicle(TimeGrid grid, int k, Random random)
    {
        DateTimeOffset arrival = grid.Start.AddHours(random.NextDouble() * 0.8 * (grid.End - grid.Start).TotalHours);
        return new(string.Create(CultureInfo.InvariantCulture, $"ev-{k}"), "ac")
        {
            Arrival = arrival,
            Departure = arrival.AddHours(3 + (8 * random.NextDouble())),
            ArrivalEnergyWh = 10_000,
            TargetEnergyWh = 20_000 + (20_000 * random.NextDouble()),
            MaxChargePowerW = 11_000,
        };
    }
}
