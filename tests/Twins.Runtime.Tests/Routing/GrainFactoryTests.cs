using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Routing;

public sealed class GrainFactoryTests
{
    [Fact]
    public async Task GetGrain_OfAnInterfaceThatNoClassImplements_SaysSo()
    {
        await using var engine = await TestEngine.StartAsync();

        var failure = Assert.Throws<ArgumentException>(() => engine.Grain<IOrphanGrain>("a"));

        Assert.StartsWith(
            $"No grain class implements {typeof(IOrphanGrain)}. Is its assembly among RuntimeOptions.GrainAssemblies?",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetGrain_OfAnInterfaceThatSeveralClassesImplement_NamesThem_AndTheirPrefixChooses()
    {
        await using var engine = await TestEngine.StartAsync();

        var failure = Assert.Throws<ArgumentException>(() => engine.Grain<ISharedGrain>("a"));
        var chosen = engine.Client.GetGrain<ISharedGrain>("a", typeof(SecondSharedGrain).FullName);

        Assert.Contains($"{typeof(FirstSharedGrain)}, {typeof(SecondSharedGrain)}", failure.Message, StringComparison.Ordinal);
        Assert.Equal("second", await chosen.Which());
        Assert.Equal("secondshared/a", chosen.GetGrainId().ToString());
    }

    [Fact]
    public async Task GetGrain_WithoutAKey_IsRefused()
    {
        await using var engine = await TestEngine.StartAsync();

        Assert.Throws<ArgumentException>(() => engine.Grain<IProbeGrain>(""));
    }

    [Fact]
    public void Grain_MadeByHand_IsRefused() => Assert.Equal(
        $"{typeof(FirstSharedGrain)} is a grain: the engine makes it when its reference is first called.",
        Assert.Throws<InvalidOperationException>(() => new FirstSharedGrain()).Message);
}

public interface IOrphanGrain : IGrainWithStringKey
{
    Task Wait();
}

public interface ISharedGrain : IGrainWithStringKey
{
    Task<string> Which();
}

public sealed class FirstSharedGrain : Grain, ISharedGrain
{
    public Task<string> Which() => Task.FromResult("first");
}

public sealed class SecondSharedGrain : Grain, ISharedGrain
{
    public Task<string> Which() => Task.FromResult("second");
}
