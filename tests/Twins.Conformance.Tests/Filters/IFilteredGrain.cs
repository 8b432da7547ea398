namespace Twins.Conformance.Tests.Filters;

[Alias("conformance.IFilteredGrain")]
public interface IFilteredGrain : IGrainWithStringKey
{
    [Alias("Echo")]
    Task<string> Echo(string text);

    [Alias("CallsSeen")]
    Task<int> CallsSeen();
}
