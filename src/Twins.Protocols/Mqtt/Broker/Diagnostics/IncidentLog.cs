using System.Collections.Immutable;
using System.Net;

namespace Twins.Protocols.Mqtt.Broker.Diagnostics;

/// <summary>The last incidents of a broker, as many as a person reads; older ones are forgotten, and only counted.</summary>
/// <param name="time">The clock.</param>
internal sealed class IncidentLog(TimeProvider time)
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 256;

    private const int LongestClientId = 100;

    private readonly Lock _gate = new();
    private readonly Queue<MqttIncident> _last = new();
    private long _count;

    /// <summary>How many there were.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The last ones, the oldest first.</summary>
    public ImmutableArray<MqttIncident> Last
    {
        get
        {
            lock (_gate)
            {
                return [.. _last];
            }
        }
    }

    /// <summary>Notes an incident.</summary>
    public void Record(
        MqttIncidentKind kind, string clientId, EndPoint? remoteEndPoint, MqttReasonCode reasonCode, string message, string? clause = null)
    {
        var name = clientId.Length <= LongestClientId ? clientId : clientId[..LongestClientId];
        var incident = new MqttIncident(time.GetUtcNow(), kind, name, remoteEndPoint, reasonCode, message, clause);
        lock (_gate)
        {
            _count++;
            _last.Enqueue(incident);
            if (_last.Count > Capacity)
            {
                _last.Dequeue();
            }
        }
    }
}
