using Twins.Protocols.Mqtt.Client.Outgoing;

namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>The QoS 0 messages that are written at once. Those that did not have to wait share the task that says so.</summary>
internal sealed class WriteBatch
{
    private readonly TaskCompletionSource<MqttPublishResult> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<OutgoingPublish>? _queued;

    /// <summary>How many messages are in it.</summary>
    public int Messages { get; private set; }

    /// <summary>Adds a message; its outcome is that of the returned task.</summary>
    public Task<MqttPublishResult> Join()
    {
        Messages++;
        return _written.Task;
    }

    /// <summary>Adds a message that has been waiting, and has a task of its own.</summary>
    public void Join(OutgoingPublish queued)
    {
        Messages++;
        (_queued ??= []).Add(queued);
    }

    public void Complete()
    {
        var result = new MqttPublishResult(MqttPublishOutcome.Written);
        _written.SetResult(result);
        _queued?.ForEach(queued => queued.Succeed(result));
    }

    public void Fail(MqttConnectionException error)
    {
        _written.SetException(error);

        // Nobody has to be waiting.
        _ = _written.Task.Exception;
        _queued?.ForEach(queued => queued.Fail(error));
    }
}
