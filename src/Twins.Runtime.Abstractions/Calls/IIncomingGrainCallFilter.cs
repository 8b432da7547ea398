namespace Twins.Runtime;

/// <summary>
/// Sees every call before the grain does. Filters registered as services run first, in their order, then the grain itself where it
/// implements this interface.
/// </summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Passes the call on with <see cref="IGrainCallContext.Invoke"/>, or refuses it by an exception or a result of its own.</summary>
    /// <param name="context">The call.</param>
    Task Invoke(IIncomingGrainCallContext context);
}
