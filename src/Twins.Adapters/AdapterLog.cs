using Microsoft.Extensions.Logging;
using Twins.Sites;

namespace Twins.Adapters;

/// <summary>What every adapter logs.</summary>
internal static partial class AdapterLog
{
    [LoggerMessage(LogLevel.Error, "The work on {Device} failed and goes on in {Pause}")]
    public static partial void LaneFailed(this ILogger logger, Exception fault, DeviceKey device, TimeSpan pause);

    [LoggerMessage(LogLevel.Warning, "{Point} of {Device} could not be written again for the device's watchdog: {Reason}")]
    public static partial void RefreshFailed(this ILogger logger, DeviceKey device, string point, string? reason);

    [LoggerMessage(LogLevel.Warning, "The connection {Site}/{Connection} is closed, but its last requests did not end within {Time}")]
    public static partial void LanesStillBusy(this ILogger logger, string site, string connection, TimeSpan time);

    [LoggerMessage(LogLevel.Warning, "The connection {Connection} is not opened: {Reason}")]
    public static partial void NotOpened(this ILogger logger, string connection, string reason);

    [LoggerMessage(LogLevel.Error, "The connection {Connection} could not be opened; next attempt in {Pause}")]
    public static partial void OpeningFailed(this ILogger logger, Exception fault, string connection, TimeSpan pause);

    [LoggerMessage(LogLevel.Warning, "The twin of {Device} took nothing; tried again in {Pause}")]
    public static partial void TwinFailed(this ILogger logger, Exception fault, DeviceKey device, TimeSpan pause);

    [LoggerMessage(LogLevel.Warning, "The twin of {Device} refused a batch: {Result}")]
    public static partial void BatchRefused(this ILogger logger, string device, Devices.ApplyResult result);

    [LoggerMessage(LogLevel.Debug, "{Endpoint}: {Reason}")]
    public static partial void RequestFailed(this ILogger logger, Exception fault, string endpoint, string reason);

    [LoggerMessage(LogLevel.Information, "{Device} refuses a read of {Blocks} described blocks at once, which are asked singly from now on: {Reason}")]
    public static partial void MergedReadRefused(this ILogger logger, DeviceKey device, int blocks, string reason);

    [LoggerMessage(LogLevel.Warning, "{Point} of {Device} is written again: {Change}")]
    public static partial void FactorChanged(this ILogger logger, DeviceKey device, string point, string change);

    /// <summary>The state of a connection has changed; the reason is said when there is one.</summary>
    public static void StateChanged(this ILogger logger, string connection, string endpoint, Connections.ConnectionState state, string? reason)
    {
        string words = state switch
        {
            Connections.ConnectionState.Connected => "is connected",
            Connections.ConnectionState.Connecting => "is being opened",
            Connections.ConnectionState.BackingOff => "is down and will be tried again",
            _ => "is closed",
        };
        if (reason is null)
        {
            logger.StateChangedTo(connection, endpoint, words);
        }
        else
        {
            logger.StateChangedBecause(connection, endpoint, words, reason);
        }
    }

    [LoggerMessage(LogLevel.Information, "The connection {Connection} to {Endpoint} {State}")]
    private static partial void StateChangedTo(this ILogger logger, string connection, string endpoint, string state);

    [LoggerMessage(LogLevel.Information, "The connection {Connection} to {Endpoint} {State}: {Reason}")]
    private static partial void StateChangedBecause(this ILogger logger, string connection, string endpoint, string state, string reason);
}
