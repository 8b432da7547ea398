using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Twins.Adapters.Mqtt.Broker.Diagnostics;

/// <summary>One entry of a broker's diagnostics: what a client did wrong, was refused or suffered.</summary>
/// <param name="At">When.</param>
/// <param name="ClientId">Whose; empty when the client was not known yet.</param>
/// <param name="RemoteEndPoint">Where from; null when that is not known.</param>
/// <param name="Message">What happened, with value and limit.</param>
public sealed record Incident(DateTimeOffset At, string ClientId, EndPoint? RemoteEndPoint, string Message);

/// <summary>Why something was counted.</summary>
internal enum BrokerCount
{
    ConnectionsAccepted,
    ConnectionsRefused,
    MessagesReceived,
    MessagesSent,
    MessagesRefused,
    DroppedQueueFull,
    DroppedExpired,
    DroppedTooLarge,
    RetainRefused,
    BytesReceived,
    BytesSent,
    Violations,
    KeepAliveTimeouts,
    TakeOvers,
    PublisherPauses,
    ServerFaults,
}

/// <summary>What a broker counts, and its last incidents: as many as a person reads; older ones are only counted.</summary>
internal sealed partial class BrokerDiagnostics(string owner, TimeProvider clock, ILogger logger)
{
    /// <summary>How many incidents are kept.</summary>
    public const int Capacity = 256;

    // What one flood of faults may write to the log; the rest is counted and said at the end of the period.
    private const int MaxLinesPerPeriod = 20;
    private const int MaxIdCharacters = 100;
    private static readonly TimeSpan LogPeriod = TimeSpan.FromSeconds(10);

    private readonly long[] _counts = new long[Enum.GetValues<BrokerCount>().Length];
    private readonly Lock _gate = new();
    private readonly Queue<Incident> _last = new();
    private long _periodStart = clock.GetTimestamp();
    private int _lines;
    private int _suppressed;

    public string Owner { get; } = owner;

    /// <summary>The last ones, the newest first.</summary>
    public ImmutableArray<Incident> Last
    {
        get
        {
            lock (_gate)
            {
                return [.. _last.Reverse()];
            }
        }
    }

    public long this[BrokerCount what] => Volatile.Read(ref _counts[(int)what]);

    public void Count(BrokerCount what, long by = 1) => Interlocked.Add(ref _counts[(int)what], by);

    /// <summary>Counts, remembers and logs an incident.</summary>
    public void Report(BrokerCount what, string clientId, EndPoint? from, string message, bool count = true)
    {
        Count(what, count ? 1 : 0);
        var incident = new Incident(clock.GetUtcNow(), clientId.Length <= MaxIdCharacters ? clientId : clientId[..MaxIdCharacters], from, message);
        int suppressed;
        lock (_gate)
        {
            _last.Enqueue(incident);
            if (_last.Count > Capacity)
            {
                _last.Dequeue();
            }

            if (!MayLog(out suppressed))
            {
                return;
            }
        }

        if (suppressed > 0)
        {
            LogSuppressed(Owner, suppressed);
        }

        LogIncident(Owner, incident.ClientId, from?.ToString() ?? "?", message);
    }

    /// <summary>Something of our own or of the library's failed: no client is at fault.</summary>
    public void ReportFault(string what, Exception fault)
    {
        Count(BrokerCount.ServerFaults);
        LogFault(fault, Owner, what);
    }

    /// <summary>How a connection ended, where that is no incident.</summary>
    public void LogEnd(string client, Exception end) => LogEnd(Owner, client, end.Message);

    private bool MayLog(out int suppressed)
    {
        suppressed = 0;
        if (clock.GetElapsedTime(_periodStart) >= LogPeriod)
        {
            (_periodStart, _lines, suppressed, _suppressed) = (clock.GetTimestamp(), 0, _suppressed, 0);
        }

        if (_lines >= MaxLinesPerPeriod)
        {
            _suppressed++;
            return false;
        }

        _lines++;
        return true;
    }

    [LoggerMessage(LogLevel.Information, "{Owner}: client '{Client}' from {From}: {Message}")]
    private partial void LogIncident(string owner, string client, string from, string message);

    [LoggerMessage(LogLevel.Information, "{Owner}: {Count} more incidents of clients were not logged")]
    private partial void LogSuppressed(string owner, int count);

    [LoggerMessage(LogLevel.Debug, "{Owner}: the connection of client '{Client}' ended: {Reason}")]
    private partial void LogEnd(string owner, string client, string reason);

    [LoggerMessage(LogLevel.Error, "{Owner}: {What} failed")]
    private partial void LogFault(Exception fault, string owner, string what);
}
