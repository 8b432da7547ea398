using System.Globalization;

namespace Twins.Protocols.Mqtt;

/// <summary>Not accepted, because a bound of ours is reached. It may be tried again when there is room.</summary>
public sealed class MqttBusyException : MqttException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the connection.</param>
    /// <param name="subject">What was not accepted: <c>a message to site/meter-1</c>.</param>
    /// <param name="limit">The bound.</param>
    /// <param name="unit">What the bound counts: <c>messages</c>, <c>bytes</c>.</param>
    public MqttBusyException(string endpoint, string subject, long limit, string unit)
        : base(string.Create(CultureInfo.InvariantCulture, $"{endpoint} was not sent {subject}: {limit} {unit} are waiting, which is the limit.")) =>
        Limit = limit;

    /// <summary>The bound.</summary>
    public long Limit { get; }
}
