namespace Twins.Conformance.Tests.Contexts;

public sealed class RequestContextTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    [Fact]
    public async Task Value_SetByTheCaller_IsSeenByTheGrain()
    {
        RequestContext.Set("operator", "ada");

        Assert.Equal("ada", await NewGrain<IContextGrain>().Look("operator"));
    }

    [Fact]
    public async Task Value_SetByTheCaller_TravelsOnWithTheCallsThatFollow()
    {
        RequestContext.Set("operator", "ada");

        Assert.Equal("ada", await NewGrain<IContextGrain>().LookAt(NewGrain<IContextGrain>(), "operator"));
    }

    [Fact]
    public async Task Value_SetByTheGrain_IsNotSeenByItsCaller()
    {
        RequestContext.Set("operator", "ada");

        await NewGrain<IContextGrain>().Change("operator", "eve");

        Assert.Equal("ada", RequestContext.Get("operator"));
    }

    [Fact]
    public async Task Value_OfOneCall_IsNotSeenByTheNext()
    {
        var grain = NewGrain<IContextGrain>();
        RequestContext.Set("operator", "ada");
        await grain.Look("operator");

        Assert.True(RequestContext.Remove("operator"));

        Assert.Null(await grain.Look("operator"));
    }
}
