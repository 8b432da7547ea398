namespace Twins.Conformance.Tests.Placement;

public sealed class PlacementTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    [Fact]
    public async Task FieldGrain_OfASiteOfThisProcess_RunsHere() =>
        Assert.NotEmpty(await Engine.Client.GetGrain<IFieldGrain>($"{FieldSite.Key}/{NewKey()}").Where());
}
