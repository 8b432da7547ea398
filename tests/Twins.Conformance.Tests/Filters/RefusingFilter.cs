namespace Twins.Conformance.Tests.Filters;

/// <summary>Refuses calls whose first argument is "forbidden", for the grain that is there to test it.</summary>
public sealed class RefusingFilter : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType == typeof(IFilteredGrain) && context.Request.GetArgumentCount() > 0
        && Equals(context.Request.GetArgument(0), "forbidden")
            ? throw new UnauthorizedAccessException($"{context.MethodName} refuses \"forbidden\".")
            : context.Invoke();
}
