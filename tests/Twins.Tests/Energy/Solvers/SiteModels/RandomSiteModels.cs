namespace Twins.Tests.Energy.Solvers.SiteModels;

/// <summary>The 240 site models that every build is held against, from 1 to 200 vehicles, every trait in every mixture.</summary>
internal static class RandomSiteModels
{
    private static readonly int[] VehicleCounts = [1, 2, 3, 5, 8, 13, 20, 34, 55, 90, 140, 200];
    private static readonly (int Steps, double Hours)[] Horizons = [(24, 1), (96, 0.25), (48, 0.5), (60, 1.0 / 60)];

    public static IEnumerable<SiteModelOptions> All()
    {
        for (int k = 0; k < 240; k++)
        {
            (int steps, double hours) = Horizons[k % Horizons.Length];
            yield return new SiteModelOptions(steps, VehicleCounts[k * 7 % VehicleCounts.Length])
            {
                Seed = k + 1,
                Hours = hours,
                NegativePrices = k % 2 == 1,
                Overloaded = k % 5 is 1 or 2,
                Infeasible = k % 12 == 5,
                VehicleToGrid = k % 3 == 0,
                Battery = k % 8 != 3,
                PeakCharge = k % 16 < 11,
            };
        }
    }
}
