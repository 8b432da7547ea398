namespace Twins.Conformance.Tests.Filters;

public sealed class FilterTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    [Fact]
    public async Task Call_PassedOn_ReachesTheGrain() => Assert.Equal("text", await NewGrain<IFilteredGrain>().Echo("text"));

    [Fact]
    public async Task Call_RefusedByAServiceFilter_FailsAndDoesNotReachTheGrain()
    {
        var grain = NewGrain<IFilteredGrain>();

        var refusal = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grain.Echo("forbidden"));

        Assert.Equal("Echo refuses \"forbidden\".", refusal.Message);
        Assert.Equal(1, await grain.CallsSeen());
    }

    [Fact]
    public async Task Result_ReplacedByTheGrainsOwnFilter_ArrivesReplaced() =>
        Assert.Equal("twice twice", await NewGrain<IFilteredGrain>().Echo("twice"));
}
