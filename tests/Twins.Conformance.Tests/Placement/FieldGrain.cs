namespace Twins.Conformance.Tests.Placement;

[PlaceAtField]
public sealed class FieldGrain : Grain, IFieldGrain
{
    public Task<string> Where() => Task.FromResult(RuntimeIdentity);
}

/// <summary>The site whose connections the suite's process may open.</summary>
public static class FieldSite
{
    public const string Key = "field-site";
}
