namespace Twins.Conformance.Tests.Placement;

[Alias("conformance.IFieldGrain")]
public interface IFieldGrain : IGrainWithStringKey
{
    [Alias("Where")]
    Task<string> Where();
}
