using Twins.Runtime.Turns;

namespace Twins.Runtime.Activations;

/// <summary>The first request of an activation. It runs in the flow of the call that brought the grain to life.</summary>
internal sealed class OpeningRequest : Request
{
    private Activation? _activation;

    internal override Interleaving Interleaving => Interleaving.None;

    internal override ExecutionContext? Flow { get; } = ExecutionContext.Capture();

    internal override Task Run(TurnContext context)
    {
        _activation = (Activation)context.Queue;
        return _activation.OpenAsync();
    }

    internal override void Finish(Task outcome) => _activation!.Opened(Failure.Of(outcome));

    internal override void Refuse(Exception reason) => _activation?.Opened(reason);
}
