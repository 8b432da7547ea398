using Twins.Points;

namespace Twins.Commands;

/// <summary>The kind of party that asks for a change.</summary>
public enum CommandOrigin
{
    /// <summary>A person at the console.</summary>
    Operator,

    /// <summary>A client of the API or the SDK.</summary>
    ApiClient,

    /// <summary>The energy management system.</summary>
    EnergyManagement,

    /// <summary>The platform itself: revert at the end of validity, reconciliation.</summary>
    Platform,
}

/// <summary>A request to change a setpoint.</summary>
/// <param name="Id">UUIDv7, made where the request enters; also the idempotency key, platform-wide.</param>
/// <param name="Point">Key of the setpoint.</param>
/// <param name="Value">The value asked for, in the point's canonical unit.</param>
/// <param name="ValidFor">
/// How long a leased setpoint holds, <see cref="SetpointLimits.MinValidity"/> to <see cref="SetpointLimits.MaxValidity"/>; null takes the
/// type's default.
/// </param>
/// <param name="Origin">What kind of party asks.</param>
/// <param name="Actor">Who asks, in words for the audit.</param>
/// <param name="RequestedAt">When the request entered.</param>
[GenerateSerializer, Alias("twins.setpoint-request"), Immutable]
public sealed record SetpointRequest(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Point,
    [property: Id(2)] PointValue Value,
    [property: Id(3)] TimeSpan? ValidFor,
    [property: Id(4)] CommandOrigin Origin,
    [property: Id(5)] string Actor,
    [property: Id(6)] Timestamp RequestedAt);
