namespace Twins.Conformance.Tests.Contexts;

public sealed class ContextGrain : Grain, IContextGrain
{
    public Task<string?> Look(string name) => Task.FromResult((string?)RequestContext.Get(name));

    public async Task<string?> LookAt(IContextGrain other, string name)
    {
        await Task.Yield();
        return await other.Look(name);
    }

    public Task Change(string name, string value)
    {
        RequestContext.Set(name, value);
        return Task.CompletedTask;
    }
}
