using Twins.Devices;
using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Points;

namespace Twins.Cluster.Tests.Devices;

public sealed class ManyCommandsTests
{
    private const int Batteries = 20;
    private const int CommandsEach = 1_000;

    [Fact]
    public async Task Set_TwentyThousand_NoneIsLost()
    {
        await using BatteryFleet fleet = await BatteryFleet.StartAsync(Batteries, battery => battery % 4, TimeProvider.System);

        int[] verified = await Task.WhenAll(Enumerable.Range(1, Batteries).Select(battery => CommandAsync(fleet.Twin(battery))));

        Assert.All(verified, count => Assert.Equal(CommandsEach, count));
        Assert.Equal(Batteries * CommandsEach, fleet.Units.Sum(unit => unit.Writes));
        Assert.All(fleet.Units, unit => Assert.Equal(-LastTenthsOfKilowatts, (short)unit.Registers[201]));
    }

    private static int LastTenthsOfKilowatts => Value(CommandsEach - 1) / 100;

    private static async Task<int> CommandAsync(IDeviceTwin twin)
    {
        int verified = 0;
        for (int number = 0; number < CommandsEach; number++)
        {
            Command outcome = await twin.SetAsync(new SetpointRequest(
                Guid.CreateVersion7(), "powerSetpoint", PointValue.FromNumber(Value(number)), null, CommandOrigin.EnergyManagement, "test", default));
            Assert.Equal(Value(number), outcome.ReadBack.Number);
            verified += outcome.State == CommandState.Verified ? 1 : 0;
        }

        return verified;
    }

    private static int Value(int number) => (number % 500 - 250) * 100;
}
