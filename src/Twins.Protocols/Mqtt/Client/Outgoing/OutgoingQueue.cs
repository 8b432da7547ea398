namespace Twins.Protocols.Mqtt.Client.Outgoing;

/// <summary>
/// Messages that wait to be sent, bounded by number and bytes. At the bound waiting QoS 0 messages make room, the oldest first; when
/// there is none left, a new QoS 0 message is dropped and a new one of QoS 1 or 2 refused.
/// </summary>
internal sealed class OutgoingQueue(MqttClientOptions options, string endpoint, ClientCounters counters)
{
    /// <summary>Those of QoS 0.</summary>
    public OutgoingList Telemetry { get; } = new();

    /// <summary>Those of QoS 1 and 2, first those that have to be sent again.</summary>
    public OutgoingList Waiting { get; } = new();

    public int Count => Telemetry.Count + Waiting.Count;

    public long Bytes => Telemetry.Bytes + Waiting.Bytes;

    /// <summary>Takes a message, or ends it at the bound.</summary>
    public void Add(OutgoingPublish publish)
    {
        while (!HasRoomFor(publish) && Telemetry.First is { } oldest)
        {
            Telemetry.Remove(oldest);
            Drop(oldest);
        }

        var isTelemetry = publish.Message.QualityOfService == MqttQualityOfService.AtMostOnce;
        if (HasRoomFor(publish))
        {
            (isTelemetry ? Telemetry : Waiting).AddLast(publish);
        }
        else if (isTelemetry)
        {
            Drop(publish);
        }
        else
        {
            counters.MessagesRefused++;
            publish.Fail(Busy(publish.Message));
        }
    }

    /// <summary>The message that is to be sent next; it stays in its list.</summary>
    /// <param name="mayExpectAnswer">Whether it may be one of QoS 1 or 2; when not, those of QoS 0 pass them (5.0, section 4.9).</param>
    public OutgoingPublish? Next(bool mayExpectAnswer)
    {
        var waiting = mayExpectAnswer ? Waiting.First : null;
        return Telemetry.First is { } telemetry && (waiting is null || telemetry.Order < waiting.Order) ? telemetry : waiting;
    }

    public void FailAll(Exception error)
    {
        while (Next(mayExpectAnswer: true) is { } publish)
        {
            publish.List!.Remove(publish);
            publish.Fail(error);
        }
    }

    private bool HasRoomFor(OutgoingPublish publish) => Count < options.QueueCapacity && Bytes + publish.Size <= options.QueueBytes;

    private void Drop(OutgoingPublish publish)
    {
        counters.MessagesDropped++;
        publish.Succeed(new MqttPublishResult(MqttPublishOutcome.Dropped));
    }

    private MqttBusyException Busy(MqttMessage message)
    {
        var byCount = Count >= options.QueueCapacity;
        return new MqttBusyException(
            endpoint, $"a message to '{message.Topic}'", byCount ? options.QueueCapacity : options.QueueBytes, byCount ? "messages" : "bytes");
    }
}
