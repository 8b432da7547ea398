using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Client.Subscriptions;

/// <summary>A call to end subscriptions.</summary>
internal sealed class UnsubscribeCall(ImmutableArray<string> filters, string endpoint, SubscriptionBook book)
    : SubscriptionCall(filters.Length)
{
    private readonly TaskCompletionSource _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MqttRefusedException? _refusal;

    public Task Outcome => _outcome.Task;

    public override string FilterOf(int index) => filters[index];

    public override void Fail(Exception error)
    {
        base.Fail(error);
        _outcome.TrySetException(error);

        // Nobody has to be waiting.
        _ = _outcome.Task.Exception;
    }

    protected override void Note(int index, MqttReasonCode code, string? reasonString)
    {
        book.Remove(filters[index]);
        if (code >= MqttReasonCode.UnspecifiedError)
        {
            _refusal ??= new MqttRefusedException(endpoint, $"to end the subscription to '{filters[index]}'", code, reasonString);
        }
    }

    protected override void Complete()
    {
        if (_refusal is null)
        {
            _outcome.TrySetResult();
        }
        else
        {
            _outcome.TrySetException(_refusal);
            _ = _outcome.Task.Exception;
        }
    }

    protected override void Cancel(CancellationToken cancellationToken) => _outcome.TrySetCanceled(cancellationToken);
}
