using System.Threading.Channels;
using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>Keeps what a client receives; a test can hold up the end of a batch, or throw.</summary>
internal sealed class RecordingReceiver : IMqttReceiver
{
    private readonly Channel<ReceivedMessage> _messages = Channel.CreateUnbounded<ReceivedMessage>();
    private int _batches;

    /// <summary>Called for each message, after it was kept.</summary>
    public Action<ReceivedMessage>? OnEach { get; set; }

    /// <summary>What the end of a batch waits for.</summary>
    public Func<CancellationToken, ValueTask>? AtBatchEnd { get; set; }

    public int Batches => Volatile.Read(ref _batches);

    /// <summary>Messages kept and not taken yet.</summary>
    public int Waiting => _messages.Reader.Count;

    /// <summary>Takes messages before they are kept.</summary>
    public MessageTaker? TakeFirst { get; set; }

    public void OnMessage(in MqttIncomingMessage message)
    {
        if (TakeFirst?.Invoke(message) == true)
        {
            return;
        }

        var received = new ReceivedMessage(message.ToMessage(), message.IsDuplicate, message.Acknowledgement);
        _messages.Writer.TryWrite(received);
        OnEach?.Invoke(received);
    }

    public ValueTask OnBatchEndAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _batches);
        return AtBatchEnd?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;
    }

    public async Task<ReceivedMessage> NextAsync() => await _messages.Reader.ReadAsync().InTime();

    public async Task<List<ReceivedMessage>> NextAsync(int count)
    {
        var received = new List<ReceivedMessage>();
        while (received.Count < count)
        {
            received.Add(await NextAsync());
        }

        return received;
    }
}

/// <summary>Takes a message, or leaves it to the next.</summary>
internal delegate bool MessageTaker(in MqttIncomingMessage message);

/// <summary>A message as a receiver was given it.</summary>
internal sealed record ReceivedMessage(MqttMessage Message, bool IsDuplicate, MqttAcknowledgement Acknowledgement)
{
    public string Topic => Message.Topic;

    public string Text => System.Text.Encoding.UTF8.GetString(Message.Payload.Span);
}
