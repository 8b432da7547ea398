using Twins.Energy.Scheduling;
using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Small sites whose best plan is known by hand: one AC bus, steps of one hour.</summary>
internal static class TestSites
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static SchedulingSite OneBus { get; } = new() { Buses = [new SiteBus("ac")] };

    public static TimeGrid Hours(int count) => TimeGrid.Uniform(Start, TimeSpan.FromHours(1), count);

    public static DateTimeOffset At(double hours) => Start.AddHours(hours);

    public static SiteGridConnection Grid(params double[] pricesEurPerKwh) => new("grid", "ac")
    {
        ImportPriceEurPerKwh = Profile.Of(pricesEurPerKwh),
        ImportCapacityW = 100_000,
    };

    /// <summary>10 kWh, 10 kW, lossless, worth nothing when full at the end.</summary>
    public static SiteBattery LosslessBattery(double initialEnergyWh = 0) => new("battery", "ac")
    {
        CapacityWh = 10_000,
        InitialEnergyWh = initialEnergyWh,
        MaxChargePowerW = 10_000,
        MaxDischargePowerW = 10_000,
        ChargeEfficiency = 1,
        DischargeEfficiency = 1,
        TerminalValueEurPerKwh = 0,
    };

    public static SiteLoad Load(params double[] powersW) => new("load", "ac") { DrawnPowerW = Profile.Of(powersW) };
}

/// <summary>Sites of every mixture of elements: overloaded, islanded, negative prices, stores outside their windows, mixed steps.</summary>
internal sealed class RandomSites
{
    private readonly Random _random;
    private readonly TimeGrid _grid;

    private RandomSites(int seed)
    {
        _random = new Random(seed);
        _grid = seed % 3 == 0
            ? TimeGrid.Mixed(TestSites.Start, (TimeSpan.FromMinutes(5), 6), (TimeSpan.FromMinutes(15), 6), (TimeSpan.FromHours(1), 10))
            : TimeGrid.Uniform(TestSites.Start, TimeSpan.FromHours(1), 24);
    }

    public static (SchedulingSite Site, TimeGrid Grid) Create(int seed)
    {
        var maker = new RandomSites(seed);
        return (maker.Site(), maker._grid);
    }

    /// <summary>Every second site also wishes a reserve and counts CO₂ and conversion.</summary>
    public static ScheduleObjectives ObjectivesOf(int seed) =>
        seed % 2 == 0 ? ScheduleObjectives.Cost : new() { ReserveHours = 1, CarbonEurPerKg = 0.1, ConversionEurPerKwh = 0.01 };

    private double Upto(double most) => _random.NextDouble() * most;

    private bool Chance(double share) => _random.NextDouble() < share;

    private string Bus() => Chance(0.5) ? "ac" : Chance(0.5) ? "dc-1" : "dc-2";

    private Profile Random(double most) => Profile.Of([.. Enumerable.Range(0, _grid.Count).Select(_ => Upto(most))]);

    private T[] Some<T>(int most, Func<int, T> make) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(make)];

    private SchedulingSite Site() => new()
    {
        Buses = [new SiteBus("ac"), new SiteBus("dc-1", BusCurrent.Direct), new SiteBus("dc-2", BusCurrent.Direct)],
        GridConnections = Chance(0.1) ? [] : [Grid()],
        Batteries = [.. Some(2, Battery)],
        HydrogenStores = [.. Some(1, k => new HydrogenStore($"hydrogen-{k}", Bus()) { TankCapacityWh = 50_000, InitialEnergyWh = Upto(50_000), ElectrolyserPowerW = Upto(20_000), FuelCellPowerW = Upto(10_000) })],
        Photovoltaics = [.. Some(2, k => new SitePhotovoltaic($"pv-{k}", Bus()) { AvailablePowerW = Random(40_000), Curtailable = Chance(0.7) })],
        Loads = [.. Some(3, k => new SiteLoad($"load-{k}", Bus()) { DrawnPowerW = Random(30_000), Priority = _random.Next(10) })],
        DeferrableLoads = [.. Some(2, Deferrable)],
        Vehicles = [.. Some(5, Vehicle)],
        ShipCalls = [.. Some(1, Ship)],
        Converters = [Converter("converter-1", "dc-1"), Converter("converter-2", "dc-2")],
        DataCentres = [.. Some(1, k => new DataCentre($"servers-{k}", Bus()) { DrawnPowerW = Random(10_000), RecoverableShare = Upto(1), HeatDemandW = Upto(9_000), HeatValueEurPerKwh = Upto(0.1) })],
    };

    private SiteGridConnection Grid() => new("grid", "ac")
    {
        ImportPriceEurPerKwh = Profile.Of([.. Enumerable.Range(0, _grid.Count).Select(_ => Upto(0.6) - (Chance(0.3) ? 0.5 : 0))]),
        ExportPriceEurPerKwh = Profile.Of([.. Enumerable.Range(0, _grid.Count).Select(_ => Upto(0.3) - 0.1)]),
        ImportCapacityW = Profile.Of([.. Enumerable.Range(0, _grid.Count).Select(_ => Chance(0.1) ? 0 : 30_000.0)]),
        ExportCapacityW = Upto(20_000),
        ImportLimitW = Chance(0.3) ? Upto(30_000) : null,
        DemandChargeEurPerKw = Chance(0.5) ? Upto(100) : 0,
        BillingPeakW = Upto(10_000),
        EmissionsKgPerKwh = 0.3,
    };

    private SiteBattery Battery(int k) => new($"battery-{k}", Bus())
    {
        CapacityWh = 20_000,
        InitialEnergyWh = Upto(20_000),
        MaxChargePowerW = Upto(15_000),
        MaxDischargePowerW = Upto(15_000),
        SelfDischargePerHour = Chance(0.3) ? 0.01 : 0,
        WearCostEurPerKwh = Chance(0.5) ? Upto(0.05) : 0,
        QuadraticWearEurPerKw2h = Chance(0.2) ? 0.001 : 0,
        MinStateOfCharge = Upto(0.4),
        MaxStateOfCharge = 0.5 + Upto(0.5),
    };

    private DeferrableLoad Deferrable(int k)
    {
        double from = Upto(20) - 2;
        return new($"deferrable-{k}", Bus()) { Earliest = TestSites.At(from), Latest = TestSites.At(from + 0.3 + Upto(10)), EnergyWh = Upto(30_000), MaxPowerW = Upto(9_000) };
    }

    private VehicleVisit Vehicle(int k)
    {
        double from = Upto(24) - 4;
        return new($"ev-{k}", Bus())
        {
            Arrival = TestSites.At(from),
            Departure = TestSites.At(from + 0.2 + Upto(12)),
            ArrivalEnergyWh = Upto(30_000),
            TargetEnergyWh = Upto(60_000),
            CapacityWh = 60_000,
            MaxChargePowerW = 11_000,
            MinChargePowerW = Chance(0.2) ? 4_000 : 0,
            MaxDischargePowerW = Chance(0.4) ? 10_000 : 0,
            MinEnergyWh = Upto(10_000),
        };
    }

    private ShipCall Ship(int k)
    {
        double from = Upto(24) - 3;
        return new($"ship-{k}", "ac")
        {
            EarliestStart = TestSites.At(from),
            LatestEnd = TestSites.At(from + 3 + Upto(10)),
            Duration = TimeSpan.FromHours(1 + Upto(2)),
            DrawnPowerW = Upto(40_000),
        };
    }

    private InterlinkConverter Converter(string key, string bus)
    {
        (string first, string second) = Chance(0.5) ? ("ac", bus) : (bus, "ac");
        return new(key, first, second)
        {
            MaxFromFirstW = Upto(30_000),
            MaxFromSecondW = Upto(30_000),
            EfficiencyFromFirst = 0.9 + Upto(0.1),
            EfficiencyFromSecond = 0.9 + Upto(0.1),
        };
    }
}

/// <summary>The product's own solvers, showing each continuous solve to a witness.</summary>
internal sealed class RecordingSolver(Action<Problem, Solution> witness) : ISolver
{
    private readonly MixedIntegerSolver _whole = new();
    private readonly InteriorPointSolver _continuous = new();

    public Solution Solve(Problem problem, SolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (HasOpenIntegers(problem))
        {
            return _whole.Solve(problem, options, cancellationToken);
        }

        Solution solution = _continuous.Solve(problem, options, cancellationToken);
        witness(problem, solution);
        return solution;
    }

    private static bool HasOpenIntegers(Problem problem) => Enumerable.Range(0, problem.VariableCount)
        .Any(j => problem.IsInteger(new Variable(j)) && problem.LowerBounds[j] < problem.UpperBounds[j]);
}
