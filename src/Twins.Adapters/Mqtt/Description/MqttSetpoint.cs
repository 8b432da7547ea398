using System.Globalization;
using System.Text;
using Twins.Points;

namespace Twins.Adapters.Mqtt;

/// <summary>A commanded point of a device: where it is published, how the device answers, where the truth is read.</summary>
public sealed class MqttSetpoint
{
    private readonly MqttPayload _payload;
    private readonly Func<MqttPlaceholder, string?> _fill;

    internal MqttSetpoint(MqttCommand command, PointAddress address, MqttPayload payload, int? readBackOrdinal)
    {
        Command = command;
        Ordinal = address.Ordinal;
        Key = address.Key;
        ReadBackOrdinal = readBackOrdinal;
        _fill = address.Fill;
        _payload = payload;
        Topic = command.Topic.Resolve(_fill);
        AcknowledgementTopic = command.Acknowledgement?.Topic.Resolve(_fill);
    }

    /// <summary>The command as described: tolerance, limits, watchdog, safe value, quality of service.</summary>
    public MqttCommand Command { get; }

    /// <summary>Ordinal in the device's point table.</summary>
    public int Ordinal { get; }

    /// <summary>Key in the point table, such as <c>modules.3.powerSetpoint</c>.</summary>
    public string Key { get; }

    /// <summary>The topic on which it is published.</summary>
    public string Topic { get; }

    /// <summary>The topic on which the device answers; also the response topic when it answers by correlation data. Null when it does not answer.</summary>
    public string? AcknowledgementTopic { get; }

    /// <summary>Ordinal of the reported point at which the device shows what it follows; null when only its answer tells.</summary>
    public int? ReadBackOrdinal { get; }

    /// <summary>Writes the payload.</summary>
    /// <param name="value">The value in the canonical unit.</param>
    /// <param name="command">The command's id.</param>
    /// <param name="now">When it is sent.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>Null, or why the value cannot be written.</returns>
    public string? TryWrite(PointValue value, Guid command, Timestamp now, out byte[] payload) => _payload.TryWrite(
        value,
        placeholder => placeholder switch
        {
            MqttPlaceholder.Command => command.ToString("D", CultureInfo.InvariantCulture),
            MqttPlaceholder.Time => now.ToString(),
            _ => _fill(placeholder) ?? "",
        },
        out payload);

    /// <summary>The correlation data by which MQTT 5.0 joins the answer to the command.</summary>
    /// <param name="command">The command's id.</param>
    public static byte[] CorrelationData(Guid command) => Encoding.UTF8.GetBytes(command.ToString("D", CultureInfo.InvariantCulture));

    /// <summary>Whether the device follows: the read-back is within the tolerance, or what was sent differs from what was asked by no more than its rounding.</summary>
    /// <param name="requested">What was asked, in the canonical unit.</param>
    /// <param name="readBack">What was read back, in the canonical unit.</param>
    public bool IsFollowed(PointValue requested, PointValue readBack)
    {
        if (requested.Type != PointValueType.Number || readBack.Type != PointValueType.Number)
        {
            return requested.HasValue && requested == readBack;
        }

        return Math.Abs(requested.Number - readBack.Number) <= Math.Max(Command.Tolerance, _payload.HalfStep(requested.Number));
    }
}
