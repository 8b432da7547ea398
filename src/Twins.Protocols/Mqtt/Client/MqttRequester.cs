using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Twins.Protocols.Mqtt;

/// <summary>
/// Requests that are answered over MQTT (5.0, section 4.10): each carries the response topic and correlation data, by which its answer is
/// known. The receiver of the client passes messages on to <see cref="TryTake"/>. 3.1.1 has no such properties.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="responseTopic">Where answers are awaited: a topic of this client's own, without wildcards.</param>
/// <param name="timeProvider">The clock of the time-outs; the system's unless given.</param>
public sealed class MqttRequester(IMqttClient client, string responseTopic, TimeProvider? timeProvider = null)
{
    /// <summary>How many requests may wait for their answers at once.</summary>
    public const int MaxPending = 1024;

    private const int CorrelationLength = 16;

    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;
    private readonly byte[] _responseTopic = Encoding.UTF8.GetBytes(responseTopic);
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<MqttMessage>> _pending = new();

    // Answers to requests of an earlier process, or made up by somebody else, do not carry it.
    private readonly ulong _secret = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private ulong _last;

    /// <summary>Subscribes to the response topic.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MqttRefusedException">The server refused the subscription.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        client.SubscribeAsync(responseTopic, MqttQualityOfService.AtLeastOnce, cancellationToken);

    /// <summary>Publishes a request, and waits for its answer.</summary>
    /// <param name="request">The request; its response topic and correlation data are set here.</param>
    /// <param name="timeout">How long to wait for the answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="TimeoutException">No answer came in time; whether the request was carried out is unknown.</exception>
    /// <exception cref="MqttBusyException">As many requests as may wait are waiting.</exception>
    /// <exception cref="MqttException">The request could not be published.</exception>
    public async Task<MqttMessage> RequestAsync(MqttMessage request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (_pending.Count >= MaxPending)
        {
            throw new MqttBusyException(client.Endpoint, $"a request to '{request.Topic}'", MaxPending, "requests");
        }

        var number = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<MqttMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[number] = answer;
        try
        {
            var published = client.PublishAsync(
                request with { ResponseTopic = responseTopic, CorrelationData = Correlation(number) }, cancellationToken);
            if (await Task.WhenAny(published, answer.Task).WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false) == published)
            {
                await published.ConfigureAwait(false);
            }

            return await answer.Task.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _pending.TryRemove(number, out _);
        }
    }

    /// <summary>Takes a message that answers a request; to be called by the client's receiver.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether it came to the response topic, and so is of no further use; also when its request no longer waits.</returns>
    public bool TryTake(in MqttIncomingMessage message)
    {
        if (!message.Topic.SequenceEqual(_responseTopic))
        {
            return false;
        }

        var correlation = message.CorrelationData;
        if (correlation.Length == CorrelationLength
            && BinaryPrimitives.ReadUInt64LittleEndian(correlation) == _secret
            && _pending.TryRemove(BinaryPrimitives.ReadUInt64LittleEndian(correlation[sizeof(ulong)..]), out var answer))
        {
            answer.TrySetResult(message.ToMessage());
        }

        return true;
    }

    private byte[] Correlation(ulong number)
    {
        var correlation = new byte[CorrelationLength];
        BinaryPrimitives.WriteUInt64LittleEndian(correlation, _secret);
        BinaryPrimitives.WriteUInt64LittleEndian(correlation.AsSpan(sizeof(ulong)), number);
        return correlation;
    }
}
