namespace Twins.Tests.Model.Devices.Mqtt.Fuzz;

/// <summary>Seeded, so that a failure can be repeated; the benchmark <c>mqtt-fuzz</c> runs a million.</summary>
public sealed class PayloadFuzzTests
{
    private const int Inputs = 20_000;

    [Fact]
    public void Decode_DamagedPayloads_ReadingsOrComplaintsAndNothingElse()
    {
        var (readings, faults) = (0L, 0L);
        for (var seed = 0; seed < Inputs; seed++)
        {
            var failure = Record.Exception(() =>
            {
                var outcome = PayloadFuzz.Run(new Random(seed));
                readings += outcome.Readings;
                faults += outcome.Faults;
            });
            Assert.True(failure is null, FormattableString.Invariant($"Seed {seed}: {failure}"));
        }

        Assert.InRange(readings, Inputs / 4, long.MaxValue);
        Assert.InRange(faults, Inputs, long.MaxValue);
    }
}
