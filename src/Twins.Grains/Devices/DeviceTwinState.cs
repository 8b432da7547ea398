using System.Collections.Immutable;
using Twins.Commands;
using Twins.Points;

namespace Twins.Grains.Devices;

/// <summary>What survives of a twin: the setpoints that stand. Replaced as a whole, never changed in place.</summary>
[GenerateSerializer, Alias("twins.device-twin-state"), Immutable]
public sealed record DeviceTwinState
{
    /// <summary>The setpoints that stand, or that have yet to go back to their safe value.</summary>
    [Id(0)]
    public ImmutableArray<DesiredSetpoint> Setpoints { get; init; } = [];
}

/// <summary>A setpoint that stands. Stored in plain parts, so that it reads the same in every storage.</summary>
/// <param name="Point">Key of the setpoint.</param>
/// <param name="Type">Shape of the value.</param>
/// <param name="Bits">Machine word of the value.</param>
/// <param name="Text">The value of a text setpoint; null otherwise.</param>
/// <param name="CommandId">The command that asked for it.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Origin">What kind of party asked.</param>
/// <param name="ValidUntilMicroseconds">When it ends, in µs since 1970; null for latched ones.</param>
/// <param name="Reverting">Whether it ended and the safe value has yet to be verified.</param>
[GenerateSerializer, Alias("twins.desired-setpoint"), Immutable]
public sealed record DesiredSetpoint(
    [property: Id(0)] string Point,
    [property: Id(1)] PointValueType Type,
    [property: Id(2)] long Bits,
    [property: Id(3)] string? Text,
    [property: Id(4)] Guid CommandId,
    [property: Id(5)] string Actor,
    [property: Id(6)] CommandOrigin Origin,
    [property: Id(7)] long? ValidUntilMicroseconds,
    [property: Id(8)] bool Reverting);
