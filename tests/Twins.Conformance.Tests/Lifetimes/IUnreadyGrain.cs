namespace Twins.Conformance.Tests.Lifetimes;

[Alias("conformance.IUnreadyGrain")]
public interface IUnreadyGrain : IGrainWithStringKey
{
    [Alias("Attempt")]
    Task<int> Attempt();
}
