namespace Twins.Runtime.State;

/// <summary>State of whatever type, as the activation reads it before the grain is used.</summary>
internal interface IActivationState
{
    Task ReadStateAsync(CancellationToken cancellationToken);
}
