namespace Twins.Conformance.Tests.Filters;

/// <summary>Counts what reaches it as a filter of its own, and doubles what it is asked to echo twice.</summary>
public sealed class FilteredGrain : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    private int _seen;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        _seen++;
        await context.Invoke();
        if (Equals(context.Result, "twice"))
        {
            context.Result = "twice twice";
        }
    }

    public Task<string> Echo(string text) => Task.FromResult(text);

    public Task<int> CallsSeen() => Task.FromResult(_seen);
}
