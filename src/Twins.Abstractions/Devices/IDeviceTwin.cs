using Twins.Commands;
using Twins.Readings;

namespace Twins.Devices;

/// <summary>
/// The twin of one device; its key is <c>site/device</c>. One grain class serves every kind of asset, so that a reference
/// to the device needs no knowledge of its kind.
/// </summary>
[Alias("twins.IDeviceTwin")]
public interface IDeviceTwin : IGrainWithStringKey
{
    /// <summary>Makes the twin live: restores desired state, reverts expired setpoints, and keeps it from idling out until <see cref="StopAsync"/>.</summary>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Lets the twin idle out again; its site has stopped.</summary>
    Task StopAsync(CancellationToken cancellationToken = default);

    /// <summary>Applies a batch in one turn and publishes at most one change event. A batch of another description version, or out of order, is refused.</summary>
    Task<ApplyResult> ApplyAsync(ReadingBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Takes note of whether the device answers.</summary>
    Task ReportConnectivityAsync(ConnectivityReport report, CancellationToken cancellationToken = default);

    /// <summary>The whole live state; interleaves, so that it is answered while a command is under way.</summary>
    [AlwaysInterleave]
    Task<DeviceSnapshot> GetSnapshotAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Validates, stores, sends and reads back a setpoint. Answers once the outcome is decided, at the latest after
    /// <see cref="SetpointLimits.MaxWait"/> with the command as it stands. Refusals and failures are results, never exceptions. The same id
    /// again is answered from the command's record and never sent twice; the same id with another request is refused as
    /// <see cref="CommandRefusal.Conflict"/>.
    /// </summary>
    [AlwaysInterleave]
    Task<Command> SetAsync(SetpointRequest request, CancellationToken cancellationToken = default);

    /// <summary>A command of this device as it stands, from its record; null when there is none.</summary>
    [AlwaysInterleave]
    Task<Command?> GetCommandAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Selects a setpoint for <see cref="SetpointLimits.SelectionTime"/>: until then only the holder may command it. The holder's command
    /// ends the selection, and so does <see cref="ReleaseAsync"/>; selecting again extends it.
    /// </summary>
    [AlwaysInterleave]
    Task<SelectionResult> SelectAsync(string point, string holder, CancellationToken cancellationToken = default);

    /// <summary>Ends the holder's selection of a setpoint; nothing when it has none.</summary>
    [AlwaysInterleave]
    Task ReleaseAsync(string point, string holder, CancellationToken cancellationToken = default);
}
