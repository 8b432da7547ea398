namespace Twins.Connections;

/// <summary>One field connection, whatever its protocol; its key is <c>site/connection</c>.</summary>
[Alias("twins.IAdapter")]
public interface IAdapter : IGrainWithStringKey
{
    /// <summary>Connects and polls; safe to call again. What keeps the connection from being opened shows in its status, and is tried again. Keeps the adapter from idling out until <see cref="StopAsync"/>.</summary>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Disconnects.</summary>
    Task StopAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes a setpoint to the device and reads it back. Failures are results.</summary>
    [AlwaysInterleave]
    Task<WriteResult> WriteAsync(SetpointWrite write, CancellationToken cancellationToken = default);

    /// <summary>State and counters of the connection.</summary>
    [AlwaysInterleave]
    Task<ConnectionStatus> GetStatusAsync(CancellationToken cancellationToken = default);
}
