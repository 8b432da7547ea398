using Twins.Adapters;

namespace Twins.Tests.Adapters;

public sealed class ExponentialBackoffTests
{
    private const double NoDeviation = 0.5;

    private readonly ExponentialBackoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), jitter: 0.2);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(int.MaxValue, 30)]
    public void Delay_FailuresInARow_DoublesUpToTheLimit(int failures, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), _backoff.Delay(failures, NoDeviation));

    [Theory]
    [InlineData(0, 0.8)]
    [InlineData(0.75, 1.1)]
    [InlineData(1, 1.2)]
    public void Delay_Random_DeviatesByTheJitterAtMost(double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), _backoff.Delay(1, random));
}
