using Twins.Commands;
using Twins.Readings;

namespace Twins.Devices;

/// <summary>
/// The twin of one device; its key is <c>site/device</c>. One grain class serves every kind of asset, so that a reference
/// to the device needs no knowledge of its kind; what is special to a kind is in the interfaces derived from this one.
/// </summary>
[Alias("twins.IDeviceTwin")]
public interface IDeviceTwin : IGrainWithStringKey
{
    /// <summary>Makes the twin live: restores desired state, reverts expired setpoints, and keeps it from idling out until <see cref="StopAsync"/>.</summary>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Lets the twin idle out again; its site has stopped.</summary>
    Task StopAsync(CancellationToken cancellationToken = default);

    /// <summary>Applies a batch in one turn and publishes at most one change event. A batch of another description version, or an older sequence, is refused.</summary>
    Task<ApplyResult> ApplyAsync(ReadingBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Takes note of whether the device answers.</summary>
    Task ReportConnectivityAsync(ConnectivityReport report, CancellationToken cancellationToken = default);

    /// <summary>The whole live state; interleaves, so that it is answered while a command is under way.</summary>
    [AlwaysInterleave]
    Task<DeviceSnapshot> GetSnapshotAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Validates, sends, and reads back a setpoint; returns at the terminal stage. Refusals and failures are results, never exceptions.
    /// The same id again returns the same command's outcome.
    /// </summary>
    [AlwaysInterleave]
    Task<CommandOutcome> SetAsync(SetpointRequest request, CancellationToken cancellationToken = default);

    /// <summary>What became of a recent command so far; null when the twin does not know it (any more).</summary>
    [AlwaysInterleave]
    Task<CommandOutcome?> GetCommandAsync(Guid id, CancellationToken cancellationToken = default);
}
