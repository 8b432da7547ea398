using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Twins.Adapters.Mqtt.Broker.Retained;

/// <summary>
/// The file that keeps a broker's retained messages: a line with format and SHA-256, then JSON. It is written whole, beside its place,
/// flushed to the disk and then moved there, so that a crash leaves the old or the new one. One that is not what was written is moved
/// aside and said in the log: it is never a reason for a broker not to start.
/// </summary>
internal sealed partial class RetainedFile(string path, TimeProvider clock, ILogger logger)
{
    private const string Format = "twins-mqtt-retained/1";

    // The content is bounded by the broker; base 64 and escapes make it longer. What is longer than this is not ours.
    private const long MaxFileBytes = 512L << 20;

    private sealed record Content(DateTimeOffset Written, Entry[] Messages);

    private sealed record Entry(
        string Topic,
        byte[] Payload,
        int Qos,
        double? SecondsLeft = null,
        string? ContentType = null,
        string? ResponseTopic = null,
        byte[]? CorrelationData = null,
        bool IsText = false,
        string[][]? Properties = null);

    /// <summary>What was kept; nothing where there is no file, or none that can be read.</summary>
    public IReadOnlyList<MqttApplicationMessage> Load()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                throw new InvalidDataException($"it is longer than {MaxFileBytes} bytes");
            }

            var content = File.ReadAllBytes(path);
            var end = content.AsSpan().IndexOf((byte)'\n');
            var body = content.AsSpan(end + 1);
            var expected = $"{Format} {Convert.ToHexStringLower(SHA256.HashData(body))}";
            if (end < 0 || !content.AsSpan(0, end).SequenceEqual(Encoding.ASCII.GetBytes(expected)))
            {
                throw new InvalidDataException("its content does not fit the checksum in its first line");
            }

            var kept = JsonSerializer.Deserialize<Content>(body)!;
            var away = (clock.GetUtcNow() - kept.Written).TotalSeconds;

            // A wall clock earlier than the file's own time counts as the end of what expires: the safe direction.
            return [.. kept.Messages.Where(entry => entry.SecondsLeft is null || (away >= 0 && entry.SecondsLeft > away)).Select(entry => MessageOf(entry, away))];
        }
        catch (Exception damaged) when (damaged is InvalidDataException or JsonException or ArgumentException or NullReferenceException)
        {
            SetAside(damaged);
            return [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(unreadable, path);
            return [];
        }
    }

    /// <summary>Writes all of them.</summary>
    /// <exception cref="IOException">The disk did not take it; the old file stands.</exception>
    public void Save(IReadOnlyList<MqttApplicationMessage> messages)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Content(clock.GetUtcNow(), [.. messages.Select(EntryOf)]));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.ASCII.GetBytes($"{Format} {Convert.ToHexStringLower(SHA256.HashData(body))}\n"));
            file.Write(body);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private void SetAside(Exception damaged)
    {
        var aside = $"{path}.damaged-{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        try
        {
            File.Move(path, aside, overwrite: true);
            LogDamaged(path, damaged.Message, aside);
        }
        catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(stays, path);
        }
    }

    private Entry EntryOf(MqttApplicationMessage message) => new(
        message.Topic,
        message.Payload.ToArray(),
        (int)message.QualityOfServiceLevel,
        MessageDeadline.Remaining(message.UserProperties, clock)?.TotalSeconds,
        message.ContentType,
        message.ResponseTopic,
        message.CorrelationData,
        message.PayloadFormatIndicator == MqttPayloadFormatIndicator.CharacterData,
        message.UserProperties is { Count: > 0 } properties ? [.. properties.Select(property => new[] { property.Name, property.ReadValueAsString() })] : null);

    private MqttApplicationMessage MessageOf(Entry entry, double away)
    {
        var properties = entry.Properties?.Select(property => new MqttUserProperty(property[0], new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(property[1])))).ToList();
        return new MqttApplicationMessage
        {
            Topic = entry.Topic,
            PayloadSegment = entry.Payload,
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)Math.Clamp(entry.Qos, 0, 2),
            Retain = true,
            ContentType = entry.ContentType,
            ResponseTopic = entry.ResponseTopic,
            CorrelationData = entry.CorrelationData,
            PayloadFormatIndicator = entry.IsText ? MqttPayloadFormatIndicator.CharacterData : MqttPayloadFormatIndicator.Unspecified,
            UserProperties = entry.SecondsLeft is { } left ? new MessageDeadline(properties, TimeSpan.FromSeconds(left - away), clock) : properties,
            MessageExpiryInterval = entry.SecondsLeft is { } rest ? (uint)Math.Clamp(rest - away, 1, uint.MaxValue) : 0,
        };
    }

    [LoggerMessage(LogLevel.Error, "The retained messages in {Path} are damaged ({Reason}); the file was moved to {Aside} and the broker starts without them")]
    private partial void LogDamaged(string path, string reason, string aside);

    [LoggerMessage(LogLevel.Error, "The retained messages in {Path} cannot be read; the broker starts without them")]
    private partial void LogUnreadable(Exception fault, string path);
}
