using Twins.Commands;
using Twins.Points;

namespace Twins.Connections;

/// <summary>A setpoint to be written.</summary>
/// <param name="CommandId">The command it belongs to.</param>
/// <param name="Device">Key of the device within the site.</param>
/// <param name="Point">Key of the setpoint.</param>
/// <param name="Value">Value in the canonical unit.</param>
/// <param name="HoldFor">
/// How much longer it holds, counted from receipt: as long the adapter repeats the write for a device whose own watchdog would fall back before,
/// and after that it is no longer sent. Null for as long as the adapter runs.
/// </param>
[GenerateSerializer, Alias("twins.setpoint-write"), Immutable]
public sealed record SetpointWrite(
    [property: Id(0)] Guid CommandId,
    [property: Id(1)] string Device,
    [property: Id(2)] string Point,
    [property: Id(3)] PointValue Value,
    [property: Id(4)] TimeSpan? HoldFor);

/// <summary>How far a write got.</summary>
public enum WriteProgress
{
    /// <summary>Nothing left for the device; that is certain.</summary>
    NotSent,

    /// <summary>It may have reached the device, but neither acknowledgement nor read-back came.</summary>
    Sent,

    /// <summary>The device refused it.</summary>
    Refused,

    /// <summary>The device acknowledged it, but it could not be read back.</summary>
    Acknowledged,

    /// <summary>Read back; the value says what the device follows.</summary>
    ReadBack,
}

/// <summary>What became of a write. Times are null for stages not reached.</summary>
/// <param name="Progress">How far it got.</param>
/// <param name="SentAt">When it left.</param>
/// <param name="AcknowledgedAt">When the device accepted it; null also when the acknowledgement was lost and the read-back decided.</param>
/// <param name="ReadBackAt">When it was read back.</param>
/// <param name="ReadBack">What the device follows.</param>
/// <param name="Followed">Whether the read-back is within the described tolerance of what was asked.</param>
/// <param name="Reason">Why it got no further; null on success.</param>
/// <param name="Refusal">Why nothing was sent, when nothing was.</param>
/// <param name="Simulated">Whether a simulated device stands at the endpoint.</param>
/// <param name="Superseded">Whether a newer write of the same setpoint took its place, before it was sent or before it was read back.</param>
[GenerateSerializer, Alias("twins.write-result"), Immutable]
public sealed record WriteResult(
    [property: Id(0)] WriteProgress Progress,
    [property: Id(1)] Timestamp? SentAt,
    [property: Id(2)] Timestamp? AcknowledgedAt,
    [property: Id(3)] Timestamp? ReadBackAt,
    [property: Id(4)] PointValue ReadBack,
    [property: Id(5)] bool Followed,
    [property: Id(6)] string? Reason,
    [property: Id(7)] CommandRefusal Refusal,
    [property: Id(8)] bool Simulated,
    [property: Id(9)] bool Superseded = false)
{
    /// <summary>Nothing left for the device.</summary>
    public static WriteResult NotSent(CommandRefusal refusal, string reason) =>
        new(WriteProgress.NotSent, null, null, null, PointValue.None, Followed: false, reason, refusal, Simulated: false);
}
