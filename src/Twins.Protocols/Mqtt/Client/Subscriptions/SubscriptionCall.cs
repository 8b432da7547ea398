namespace Twins.Protocols.Mqtt.Client.Subscriptions;

/// <summary>A call to subscribe or to end subscriptions; it is done when each of its filters was answered.</summary>
/// <param name="count">How many filters it has.</param>
internal abstract class SubscriptionCall(int count)
{
    private CancellationTokenRegistration _cancellation;
    private int _unanswered = count;

    /// <summary>How many filters it has.</summary>
    public int Count { get; } = count;

    /// <summary>Whether nobody waits for it and the client renews what the server lost.</summary>
    public virtual bool IsRenewal => false;

    /// <summary>A filter of the call.</summary>
    public abstract string FilterOf(int index);

    /// <summary>Notes the server's answer to one filter, or the own one to what cannot be asked.</summary>
    public void Answer(int index, MqttReasonCode code, string? reasonString)
    {
        Note(index, code, reasonString);
        if (--_unanswered == 0)
        {
            _cancellation.Unregister();
            Complete();
        }
    }

    /// <summary>Lets the caller end the wait.</summary>
    public void CancelWith(Action<SubscriptionCall> withdraw, CancellationToken cancellationToken) =>
        _cancellation = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                withdraw(this);
                Cancel(token);
            },
            null);

    public virtual void Fail(Exception error) => _cancellation.Unregister();

    protected abstract void Note(int index, MqttReasonCode code, string? reasonString);

    protected abstract void Complete();

    protected abstract void Cancel(CancellationToken cancellationToken);
}
