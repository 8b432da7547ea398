using Twins.Protocols.Mqtt;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// The messages that were taken and are not acknowledged yet, because their twins have not applied them. A server of MQTT 5.0 sends no more
/// of them than was agreed; for one of 3.1.1, which was told no bound, reading waits.
/// </summary>
internal sealed class Acknowledgements(MessageLog log, int most)
{
    private readonly Lock _gate = new();
    private IMqttClient? _client;
    private TaskCompletionSource? _room;

    /// <summary>The client whose messages these are; set before it connects.</summary>
    public void Serve(IMqttClient client) => _client = client;

    /// <summary>A message was taken. On the client's reading loop.</summary>
    public MessageReceipt Take(Twins.Protocols.Mqtt.MqttAcknowledgement token)
    {
        log.NoteTaken();
        return new MessageReceipt(this, token);
    }

    /// <summary>A message is done with: the server may forget it. On the reading loop or on the grain's turns.</summary>
    public void Acknowledge(Twins.Protocols.Mqtt.MqttAcknowledgement token)
    {
        _client?.Acknowledge(token);
        log.NoteAcknowledged();
        lock (_gate)
        {
            if (_room is not null && log.Unacknowledged <= most)
            {
                _room.SetResult();
                _room = null;
            }
        }
    }

    /// <summary>Completes when no more are unacknowledged than may be.</summary>
    public Task WhenRoomAsync()
    {
        lock (_gate)
        {
            return log.Unacknowledged <= most
                ? Task.CompletedTask
                : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
