using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Connections;
using Twins.Grains.Devices;
using Twins.Points;
using Twins.Storage.Relational;

namespace Twins.Cluster.Tests.Devices.Setpoints;

/// <summary>Thousands of commands while the process restarts, the storage fails and the device loses answers: none is lost, none is sent twice.</summary>
public sealed class SetpointSoakTests
{
    private const int Commands = 4_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Commands_WithRestartsAndFaults_NoneLostNoneDoubled(int seed) => Turns.RunAsync(async () =>
    {
        var random = new Random(seed);
        var script = new SetpointScript();
        double device = 0;
        script.Adapter.Answer = write => Task.FromResult(Write(script, random, write, ref device));
        var asked = new List<(Guid Id, double Watts, TimeSpan ValidFor, Command Answer)>();

        for (int number = 0; number < Commands; number++)
        {
            Guid id = Guid.CreateVersion7();
            double watts = random.Next(-50_000, 50_001);
            var validFor = TimeSpan.FromSeconds(random.Next(1, 120));
            script.Store.Failure = random.Next(20) == 0 ? new StorageException("disk full") : null;
            Task<Command> answer = script.SetAsync(watts, validFor, id);
            await script.ElapseAsync(TimeSpan.FromMilliseconds(random.Next(3_000)));
            script.Store.Failure = null;
            if (random.Next(50) == 0)
            {
                await script.RestartAsync();
                script.Setpoints.OnOnline(lostAt: null);
            }

            await script.ElapseAsync(answer.IsCompleted ? TimeSpan.Zero : SetpointLimits.MaxWait);
            asked.Add((id, watts, validFor, await answer));
        }

        // Everything that stands ends, and what storage refused for a while is stored.
        script.Adapter.Answer = write =>
        {
            device = write.Value.Number;
            return Task.FromResult(script.Adapter.Follows(write.Value));
        };
        await script.ElapseAsync(TimeSpan.FromMinutes(10));

        Assert.Empty(script.Store.Open);
        Assert.Equal(0, device);
        int writes = script.Adapter.Writes.Count;
        foreach ((Guid id, double watts, TimeSpan validFor, Command answer) in asked)
        {
            StoredCommand? stored = await script.Store.FindAsync(id);
            if (answer.Refusal == CommandRefusal.Storage)
            {
                Assert.Null(stored);
                Assert.DoesNotContain(script.Adapter.Writes, write => write.CommandId == id);
                continue;
            }

            Assert.NotNull(stored);
            Assert.True(Enum.Parse<CommandState>(stored.State).IsEnd(), stored.State);
            Assert.Equal(stored.Stages.Length, stored.Stages.Distinct().Count());
            Command again = await script.SetAsync(watts, validFor, id);
            Assert.Equal((id, stored.State), (again.Id, again.State.ToString()));
        }

        Assert.Equal(writes, script.Adapter.Writes.Count);
        Assert.All(
            script.Adapter.Writes.Where(write => write.Value.Number != 0).GroupBy(write => write.CommandId),
            sent => Assert.Equal(StoredCommands.FromStored(script.Store.All.Single(command => command.Id == sent.Key)).Value, sent.First().Value));
    });

    // A device that follows, whose answers or acknowledgements may be lost, and which is not always reached.
    private static WriteResult Write(SetpointScript script, Random random, SetpointWrite write, ref double device)
    {
        int fate = random.Next(10);
        if (fate == 0)
        {
            return WriteResult.NotSent(CommandRefusal.Disconnected, "no connection");
        }

        device = fate == 1 ? device : write.Value.Number;
        return fate < 3 ? script.Adapter.Sent("connection lost") : script.Adapter.Follows(PointValue.FromNumber(device));
    }
}
