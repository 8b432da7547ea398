namespace Twins.Runtime.Tests.Hosting;

public interface IDiaryGrain : IGrainWithStringKey
{
    Task Note(string text);
}
