namespace Twins.Tests.Protocols.Mqtt.Fuzz;

/// <summary>Seeded, so that a failure can be repeated; the benchmark <c>mqtt-fuzz</c> runs a million.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 20_000;

    [Fact]
    public void Readers_DamagedPackets_OnlyProtocolErrors()
    {
        var (accepted, refused) = (0, 0);
        RunAll(random =>
        {
            var outcome = WireFuzz.Run(random);
            accepted += outcome.Accepted;
            refused += outcome.Refused;
        });
        Assert.InRange(accepted, Inputs / 2, Inputs * 6);
        Assert.InRange(refused, Inputs / 2, Inputs * 2);
    }

    [Fact]
    public void TopicTree_DamagedFiltersAndNames_FindsWhatMatches()
    {
        var valid = 0;
        RunAll(random => valid += TopicFuzz.Run(random) ? 1 : 0);
        Assert.InRange(valid, Inputs / 20, Inputs);
    }

    private static void RunAll(Action<Random> run)
    {
        for (var seed = 0; seed < Inputs; seed++)
        {
            var failure = Record.Exception(() => run(new Random(seed)));
            Assert.True(failure is null, FormattableString.Invariant($"Seed {seed}: {failure}"));
        }
    }
}
