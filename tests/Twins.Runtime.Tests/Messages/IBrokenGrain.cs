namespace Twins.Runtime.Tests.Messages;

/// <summary>Breaks the rules for messages, for the test that finds it.</summary>
public interface IBrokenGrain : IGrainWithStringKey
{
    Task Take(Bare bare, Clash clash, List<int> list);
}

public sealed class Bare;

[GenerateSerializer]
[Alias("runtime-tests.Spot")]
public sealed class Clash
{
    [Id(0)]
    public int One { get; set; }

    [Id(0)]
    public int Other { get; set; }
}
