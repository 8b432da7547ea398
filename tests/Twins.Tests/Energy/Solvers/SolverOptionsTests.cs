using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

public sealed class SolverOptionsTests
{
    [Fact]
    public void Default_EveryOption_IsAsDocumented()
    {
        var options = SolverOptions.Default;

        Assert.Equal(1e-9, options.Tolerance);
        Assert.Equal(1e-8, options.AcceptableTolerance);
        Assert.Equal(100, options.IterationLimit);
        Assert.Equal(Timeout.InfiniteTimeSpan, options.TimeLimit);
        Assert.Same(TimeProvider.System, options.Clock);
        Assert.True(options.Presolve);
        Assert.True(options.Scale);
        Assert.False(options.Vertex);
        Assert.Equal(1e-6, options.RelativeGap);
        Assert.Equal(10_000, options.NodeLimit);
    }
}
