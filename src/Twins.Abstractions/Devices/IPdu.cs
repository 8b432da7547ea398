using System.Collections.Immutable;
using Twins.Commands;

namespace Twins.Devices;

/// <summary>What is special to a power distribution unit.</summary>
[Alias("twins.IPdu")]
public interface IPdu : IDeviceTwin
{
    /// <summary>What each outlet delivers and whether it is on.</summary>
    [AlwaysInterleave]
    Task<OutletsReport> GetOutletsAsync(CancellationToken cancellationToken = default);

    /// <summary>Switches one outlet, on the same path as every setpoint; an outlet or kind that is not there is refused as an unknown point.</summary>
    [AlwaysInterleave]
    Task<CommandOutcome> SwitchOutletAsync(OutletSwitch request, CancellationToken cancellationToken = default);
}

/// <summary>The outlets of a unit at an instant.</summary>
/// <param name="Kind">Whether the device is a power distribution unit at all.</param>
/// <param name="Outlets">The outlets, in order.</param>
[GenerateSerializer, Alias("twins.outlets-report"), Immutable]
public sealed record OutletsReport([property: Id(0)] KindCheck Kind, [property: Id(1)] ImmutableArray<OutletState> Outlets);

/// <summary>One outlet; values are null where none is fresh.</summary>
/// <param name="Outlet">Number, from 1.</param>
/// <param name="PowerW">Power into the bus in W; negative while the outlet feeds its load.</param>
/// <param name="SwitchedOn">Whether it is on.</param>
[GenerateSerializer, Alias("twins.outlet-state"), Immutable]
public readonly record struct OutletState(
    [property: Id(0)] int Outlet, [property: Id(1)] double? PowerW, [property: Id(2)] bool? SwitchedOn);

/// <summary>A request to switch an outlet.</summary>
/// <param name="Id">UUIDv7, made where the request enters; also the idempotency key.</param>
/// <param name="Outlet">Number, from 1.</param>
/// <param name="SwitchOn">On or off.</param>
/// <param name="Origin">What kind of party asks.</param>
/// <param name="Actor">Who asks, in words for the audit.</param>
[GenerateSerializer, Alias("twins.outlet-switch"), Immutable]
public sealed record OutletSwitch(
    [property: Id(0)] Guid Id,
    [property: Id(1)] int Outlet,
    [property: Id(2)] bool SwitchOn,
    [property: Id(3)] CommandOrigin Origin,
    [property: Id(4)] string Actor);
