namespace Twins.Conformance.Tests.Workers;

public sealed class StatelessWorkerTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    [Fact]
    public async Task CallsOfOneKey_RunInSeveralActivationsAtOnce()
    {
        var grain = NewGrain<IWorkerGrain>();

        var activations = await Task.WhenAll(Enumerable.Range(0, WorkerGrain.MaxWorkers).Select(_ => grain.Meet(WorkerGrain.MaxWorkers)));

        Assert.Equal(WorkerGrain.MaxWorkers, activations.Distinct().Count());
    }

    [Fact]
    public async Task CallsOfOneKey_NeverUseMoreActivationsThanAllowed()
    {
        var grain = NewGrain<IWorkerGrain>();

        var activations = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => grain.Meet(1)));

        Assert.InRange(activations.Distinct().Count(), 1, WorkerGrain.MaxWorkers);
    }
}
