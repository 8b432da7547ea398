using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Twins.Runtime.Hosting;

namespace Twins.Runtime.Tests.Hosting;

public sealed class RuntimeOptionsTests
{
    [Fact]
    public void Defaults_AreThoseThatAreDocumented()
    {
        var options = new RuntimeOptions();

        Assert.Empty(options.GrainAssemblies);
        Assert.Empty(options.StreamProviders);
        Assert.Equal(TimeSpan.FromSeconds(30), options.CallTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), options.CallCycleGrace);
        Assert.Equal(TimeSpan.FromMinutes(15), options.IdleAge);
        Assert.Equal(TimeSpan.FromMinutes(1), options.CollectionPeriod);
        Assert.Equal(TimeSpan.FromSeconds(30), options.DeactivationTimeout);
        Assert.Equal(10_000, options.MaxQueuedCalls);
        Assert.Equal(500_000, options.MaxActivations);
        Assert.Equal(1_024, options.StreamQueueLength);
        Assert.False(options.RebuildMessages);
    }

    [Fact]
    public void NoAssemblies_AreRefused() => Assert.Equal(
        "The field GrainAssemblies must be a string or array type with a minimum length of '1'.", Refusal(_ => { }));

    [Fact]
    public void CallTimeout_OutOfRange_IsRefused() => Assert.Equal(
        "The field CallTimeout must be between 00:00:00.0010000 and 01:00:00.",
        Refusal(options =>
        {
            options.GrainAssemblies.Add(typeof(RuntimeOptionsTests).Assembly);
            options.CallTimeout = TimeSpan.Zero;
        }));

    [Fact]
    public void CallCycleGrace_OfZero_IsRefused() => Assert.Equal(
        "The field CallCycleGrace must be 1 ms or more, or infinite, but is 00:00:00.",
        Refusal(options =>
        {
            options.GrainAssemblies.Add(typeof(RuntimeOptionsTests).Assembly);
            options.CallCycleGrace = TimeSpan.Zero;
        }));

    [Fact]
    public void MaxQueuedCalls_OfZero_IsRefused() => Assert.Equal(
        "The field MaxQueuedCalls must be between 1 and 1000000.",
        Refusal(options =>
        {
            options.GrainAssemblies.Add(typeof(RuntimeOptionsTests).Assembly);
            options.MaxQueuedCalls = 0;
        }));

    private static string Refusal(Action<RuntimeOptions> configure) =>
        Assert.Throws<ValidationException>(() => new ServiceCollection().AddTwinsRuntime(configure)).Message;
}
