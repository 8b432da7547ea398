using Twins.Energy.Control;

namespace Twins.Tests.Energy.Control;

public sealed class VehicleSharingTests
{
    [Fact]
    public void Share_Fair_FillsUpToEachMaximum()
    {
        var powers = VehicleSharing.Share([Vehicle("a", max: 4_000), Vehicle("b", max: 22_000), Vehicle("c", max: 22_000)], 24_000, SharingRule.Fair);

        Assert.Equal(4_000, powers["a"], 1e-6);
        Assert.Equal(10_000, powers["b"], 1e-6);
        Assert.Equal(10_000, powers["c"], 1e-6);
    }

    [Fact]
    public void Share_ByNeed_GivesTheHurriedMore()
    {
        var powers = VehicleSharing.Share(
            [Vehicle("calm", min: 0, energy: 10_000, hours: 10), Vehicle("hurried", min: 0, energy: 30_000, hours: 3)], 11_000, SharingRule.ByNeed);

        Assert.Equal(1_000, powers["calm"], 1e-6);
        Assert.Equal(10_000, powers["hurried"], 1e-6);
    }

    [Fact]
    public void Share_CapBelowAllMinima_PausesTheLeastHurried()
    {
        var powers = VehicleSharing.Share(
            [Vehicle("calm", energy: 5_000, hours: 10), Vehicle("b", energy: 20_000, hours: 4), Vehicle("c", energy: 20_000, hours: 2)], 3_000, SharingRule.Fair);

        Assert.Equal(0, powers["calm"]);
        Assert.Equal(1_500, powers["b"], 1e-6);
        Assert.Equal(1_500, powers["c"], 1e-6);
    }

    [Fact]
    public void Share_FullVehicle_GetsNothing() =>
        Assert.Equal(0, VehicleSharing.Share([Vehicle("full", energy: 0)], 10_000, SharingRule.Fair)["full"]);

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(9_999)]
    [InlineData(1_000_000)]
    public void Share_AnyCap_IsNeverExceededNorAnyMaximum(double cap)
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var vehicles = Enumerable.Range(0, random.Next(1, 30))
                .Select(i => Vehicle($"v{i}", 1_380, 1_380 + random.Next(20_000), random.Next(40_000), 0.5 + random.NextDouble() * 10))
                .ToList();
            foreach (var rule in Enum.GetValues<SharingRule>())
            {
                var powers = VehicleSharing.Share(vehicles, cap, rule);
                Assert.True(powers.Values.Sum() <= cap + 1e-3);
                Assert.All(vehicles, vehicle => Assert.True(powers[vehicle.Key] <= vehicle.MaxW + 1e-6));
                Assert.All(vehicles, vehicle => Assert.True(powers[vehicle.Key] == 0 || powers[vehicle.Key] >= vehicle.MinW - 1e-6));
            }
        }
    }

    [Fact]
    public void Share_NegativeCap_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => VehicleSharing.Share([], -1, SharingRule.Fair));

    private static VehicleDemand Vehicle(string key, double min = 1_380, double max = 11_000, double energy = 20_000, double hours = 5) =>
        new(key, min, max, energy, TimeSpan.FromHours(hours));
}
