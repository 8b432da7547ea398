using Microsoft.CodeAnalysis;

namespace Twins.Runtime.Generators.Tests;

public sealed class GrainReferenceGeneratorTests
{
    [Fact]
    public void SoundInterfaces_OfEveryShape_CompileWithTheirReferences()
    {
        var generation = new Generation("""
            namespace Sample.Deep;
            public interface IBase : IGrainWithStringKey { Task<int> Inherited(string? text); }
            public interface IDerived : IBase
            {
                Task Nothing();
                ValueTask Light(int[] numbers, CancellationToken token);
                ValueTask<string?> LightResult((int Number, string Name) pair);
                [ReadOnly] Task<System.Collections.Immutable.ImmutableArray<string>> Many(int? maybe = null);
                [OneWay] Task Send(int number);
                [OneWay] Task<int> SendForNothing(int number);
                Task Overloaded(int number);
                Task Overloaded(string text);
            }
            internal static class Outer
            {
                internal interface INested : IGrainObserver { void Heard(string what); Task<bool> Asked(); }
            }
            """);

        Assert.Empty(generation.Findings);
        Assert.Empty(generation.Errors);
        Assert.Equal(
            ["Catalog.g.cs", "Sample_Deep_IBase.g.cs", "Sample_Deep_IDerived.g.cs", "Sample_Deep_Outer_INested.g.cs"],
            generation.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void InterfacesThatAreNoGrains_AreLeftAlone()
    {
        var generation = new Generation("public interface IPlain : System.IDisposable { int Number { get; } }");

        Assert.Empty(generation.Findings);
        Assert.Empty(generation.Files);
    }

    [Theory]
    [InlineData("int Wrong();", "TWINS001: 'IFaulty.Wrong()' must return Task, ValueTask or their generic forms; only observer methods may return void")]
    [InlineData("void Wrong();", "TWINS001: 'IFaulty.Wrong()' must return Task, ValueTask or their generic forms; only observer methods may return void")]
    [InlineData("Task Wrong(ref int number);", "TWINS002: 'IFaulty.Wrong(ref int)' takes a parameter by reference, which cannot travel in a call")]
    [InlineData("int Wrong { get; }", "TWINS003: 'IFaulty.Wrong' is no method; a grain interface declares methods only")]
    [InlineData("Task Wrong<T>(T item);", "TWINS004: 'IFaulty.Wrong<T>(T)' is generic; grain interfaces and their methods are not")]
    [InlineData(
        "Task Wrong(CancellationToken token, int number);",
        "TWINS005: 'IFaulty.Wrong(System.Threading.CancellationToken, int)' takes its CancellationToken elsewhere than last")]
    public void FaultyMember_IsReported_AndNoReferenceIsWritten(string member, string finding)
    {
        var generation = new Generation($"public interface IFaulty : IGrainWithStringKey {{ {member} }}");

        Assert.Equal(finding, Assert.Single(generation.Findings));
        Assert.Empty(generation.Files);
    }

    [Fact]
    public void PrivateInterface_IsReported()
    {
        var generation = new Generation("public class Outer { private interface IHidden : IGrainWithStringKey { Task Call(); } }");

        Assert.Equal(
            "TWINS006: 'Outer.IHidden' must be public or internal for its reference to be generated", Assert.Single(generation.Findings));
    }

    [Fact]
    public void UnrelatedChange_WritesNothingAnew()
    {
        var generation = new Generation("public interface ISteady : IGrainWithStringKey { Task Call(int number); }");

        Assert.All(
            generation.AfterAnUnrelatedChange(),
            reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{reason}"));
    }
}
