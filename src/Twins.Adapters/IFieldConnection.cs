using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Twins.Commands;
using Twins.Connections;
using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters;

/// <summary>Makes the connections of one protocol: implemented by its <see cref="Configuration.IProtocol"/>, which is registered in <see cref="FieldProtocols"/>.</summary>
internal interface IFieldConnectionFactory
{
    /// <summary>Batches without receipt that may wait for one twin; 0 where the next poll brings the same points again.</summary>
    int LinkCapacity => 0;

    /// <summary>Makes a connection that is not open yet.</summary>
    /// <exception cref="NotSupportedException">It cannot be opened as described; the message says why.</exception>
    IFieldConnection Create(FieldContext context);
}

/// <summary>
/// One described connection as its protocol runs it. Used on the turns of one grain; <see cref="ConnectionWorker"/> decides when each of its
/// devices is asked and written to.
/// </summary>
internal interface IFieldConnection
{
    /// <summary>The protocol, for people, such as <c>Modbus TCP</c>.</summary>
    string Protocol { get; }

    /// <summary>The devices, in the order of <see cref="FieldContext.Devices"/>.</summary>
    ImmutableArray<IFieldDevice> Devices { get; }

    /// <summary>What was received, where devices report by themselves; null where they are polled.</summary>
    MessageFigures? Messages => null;

    /// <summary>Begins to connect, and to connect again whenever that fails or ends, until it is closed. Does not wait for the other side.</summary>
    void Open();

    /// <summary>Disconnects, within a few seconds. Requests in progress end; nothing is sent or received afterwards.</summary>
    Task CloseAsync();
}

/// <summary>
/// One device behind a connection. Its methods are called one after the other, never two at a time, and do not throw on account of the device
/// or the network: what they throw is a fault of ours, and restarts the device's lane.
/// </summary>
internal interface IFieldDevice
{
    /// <summary>When <see cref="PollAsync"/> is due; <see cref="MonotonicTime.Never"/> when it is not.</summary>
    MonotonicTime NextPoll { get; }

    /// <summary>
    /// Does what is due: asks the device, sends what it answered to its twin, reports whether it answers. Returns early, with the rest still due,
    /// when <see cref="FieldDevice.IsWriteWaiting"/>.
    /// </summary>
    Task PollAsync();

    /// <summary>How a point is written; null when the device takes no such setpoint.</summary>
    FieldSetpoint? FindSetpoint(int ordinal);

    /// <summary>Sends a value and waits for the acknowledgement, if the protocol has one at that level.</summary>
    Task<SendResult> SendAsync(FieldWrite write);

    /// <summary>
    /// What the device follows since the last <see cref="SendAsync"/> of this write. A polled device is asked now; one that reports by itself has
    /// said it already, or has not: it calls <see cref="FieldDevice.Wake"/> when it has.
    /// </summary>
    Task<ReadBackResult> ReadBackAsync(FieldWrite write);
}

/// <summary>What a connection is made of.</summary>
/// <param name="Site">Key of the site.</param>
/// <param name="Connection">The connection as described.</param>
/// <param name="Endpoint">Where it is opened.</param>
/// <param name="Devices">The devices behind it, in the order of the site file.</param>
/// <param name="Counters">Counts requests, failures and the rest; says in which state the connection is.</param>
/// <param name="Clock">The clock. Intervals are measured by <see cref="MonotonicTime"/>.</param>
/// <param name="Logger">Where whatever is caught is logged.</param>
internal sealed record FieldContext(
    string Site,
    ConnectionDescription Connection,
    ResolvedEndpoint Endpoint,
    ImmutableArray<FieldDevice> Devices,
    ConnectionCounters Counters,
    TimeProvider Clock,
    ILogger Logger);

/// <summary>How a setpoint is written to a device, as far as every protocol has it.</summary>
/// <param name="Watchdog">After what time without a write the device falls back by itself; null when it does not.</param>
/// <param name="Settle">How long after a write the device may take to show the value.</param>
/// <param name="IsPolled">Whether it is read back by asking; otherwise the device reports by itself.</param>
internal sealed record FieldSetpoint(TimeSpan? Watchdog, TimeSpan Settle, bool IsPolled);

/// <summary>A value on its way to a device.</summary>
/// <param name="Ordinal">Ordinal of the setpoint.</param>
/// <param name="Value">The value in the canonical unit.</param>
/// <param name="CommandId">The command that it belongs to.</param>
/// <param name="IsRefresh">Whether it is sent again for the device's watchdog: nobody waits for what becomes of it.</param>
/// <param name="Expires">When it must no longer be delivered; <see cref="MonotonicTime.Never"/> for what has no end.</param>
internal sealed record FieldWrite(int Ordinal, PointValue Value, Guid CommandId, bool IsRefresh, MonotonicTime Expires);

/// <summary>What became of sending a value.</summary>
/// <param name="Progress">
/// <see cref="WriteProgress.NotSent"/> only when that is certain; <see cref="WriteProgress.Sent"/> when it may have arrived;
/// <see cref="WriteProgress.Refused"/> or <see cref="WriteProgress.Acknowledged"/> after the device's answer.
/// </param>
/// <param name="Refusal">Why nothing was sent, when nothing was.</param>
/// <param name="Reason">Why it got no further, in words; null when it was acknowledged.</param>
internal readonly record struct SendResult(WriteProgress Progress, CommandRefusal Refusal, string? Reason)
{
    /// <summary>The device acknowledged it.</summary>
    public static SendResult Acknowledged { get; } = new(WriteProgress.Acknowledged, CommandRefusal.None, null);

    /// <summary>Nothing left for the device.</summary>
    public static SendResult NotSent(CommandRefusal refusal, string reason) => new(WriteProgress.NotSent, refusal, reason);

    /// <summary>It may have arrived, or has arrived without an acknowledgement yet.</summary>
    public static SendResult Sent(string? reason) => new(WriteProgress.Sent, CommandRefusal.None, reason);

    /// <summary>The device refused it.</summary>
    public static SendResult Refused(string reason) => new(WriteProgress.Refused, CommandRefusal.None, reason);
}

/// <summary>What reading back showed.</summary>
/// <param name="Progress">
/// <see cref="WriteProgress.ReadBack"/> with a value, <see cref="WriteProgress.Refused"/> or <see cref="WriteProgress.Acknowledged"/> when the
/// device's answer to the write came meanwhile, <see cref="WriteProgress.Sent"/> when there is nothing new.
/// </param>
/// <param name="Value">What the device follows.</param>
/// <param name="At">When it said so.</param>
/// <param name="Followed">Whether that is what was asked, within the described tolerance.</param>
/// <param name="AcknowledgedAt">When the device acknowledged the write, if that is known only now.</param>
/// <param name="Reason">Why there is no value, or what is to be said of it; null otherwise.</param>
internal readonly record struct ReadBackResult(
    WriteProgress Progress, PointValue Value, Timestamp At, bool Followed, Timestamp? AcknowledgedAt, string? Reason)
{
    /// <summary>There is nothing to see yet, and why.</summary>
    public static ReadBackResult Nothing(string? reason) => new(WriteProgress.Sent, PointValue.None, default, Followed: false, null, reason);
}
