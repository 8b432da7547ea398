using Twins.Runtime.Turns;

namespace Twins.Runtime.Activations;

/// <summary>The last request of an activation.</summary>
internal sealed class ClosingRequest(DeactivationReason reason, CancellationToken token) : Request
{
    private Activation? _activation;

    internal override Interleaving Interleaving => Interleaving.None;

    internal override Task Run(TurnContext context)
    {
        _activation = (Activation)context.Queue;
        return _activation.CloseAsync(reason, token);
    }

    internal override void Finish(Task outcome) => _activation!.Closed(Failure.Of(outcome));

    internal override void Refuse(Exception reason) => _activation?.Closed(reason);
}
