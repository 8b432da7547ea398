using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Client.Subscriptions;

/// <summary>A call to subscribe, or the client's own renewal of what the server lost.</summary>
internal sealed class SubscribeCall(ImmutableArray<MqttSubscription> subscriptions, int identifier, SubscriptionBook book, bool isRenewal)
    : SubscriptionCall(subscriptions.Length)
{
    private readonly TaskCompletionSource<ImmutableArray<MqttSubscribeResult>> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly MqttSubscribeResult[] _results = new MqttSubscribeResult[subscriptions.Length];

    /// <summary>The subscription identifier; 0: none.</summary>
    public int Identifier => identifier;

    public override bool IsRenewal => isRenewal;

    public Task<ImmutableArray<MqttSubscribeResult>> Outcome => _outcome.Task;

    public MqttSubscription this[int index] => subscriptions[index];

    public override string FilterOf(int index) => subscriptions[index].Filter;

    public override void Fail(Exception error)
    {
        base.Fail(error);
        _outcome.TrySetException(error);

        // Nobody has to be waiting.
        _ = _outcome.Task.Exception;
    }

    protected override void Note(int index, MqttReasonCode code, string? reasonString)
    {
        var result = new MqttSubscribeResult(FilterOf(index), code, reasonString);
        _results[index] = result;
        book.Note(subscriptions[index], identifier, result, isRenewal);
    }

    protected override void Complete() => _outcome.TrySetResult([.. _results]);

    protected override void Cancel(CancellationToken cancellationToken) => _outcome.TrySetCanceled(cancellationToken);
}
