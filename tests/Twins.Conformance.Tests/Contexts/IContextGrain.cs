namespace Twins.Conformance.Tests.Contexts;

[Alias("conformance.IContextGrain")]
public interface IContextGrain : IGrainWithStringKey
{
    [Alias("Look")]
    Task<string?> Look(string name);

    /// <summary>What the next grain sees of this call's context, after an await.</summary>
    [Alias("LookAt")]
    Task<string?> LookAt(IContextGrain other, string name);

    [Alias("Change")]
    Task Change(string name, string value);
}
