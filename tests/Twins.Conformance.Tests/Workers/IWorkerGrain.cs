namespace Twins.Conformance.Tests.Workers;

[Alias("conformance.IWorkerGrain")]
public interface IWorkerGrain : IGrainWithStringKey
{
    /// <summary>Runs until as many calls as this run at once, and returns which activation ran it.</summary>
    [Alias("Meet")]
    Task<Guid> Meet(int others);
}
