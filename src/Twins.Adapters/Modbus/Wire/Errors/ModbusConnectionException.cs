namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// There is no connection: refused, unreachable, lost, or waiting to be tried again. A request that had been sent may have
/// been carried out; one that had not been sent was not.
/// </summary>
public sealed class ModbusConnectionException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the connection.</param>
    /// <param name="reason">What happened, as a clause: <c>the connection was closed by the device</c>.</param>
    /// <param name="request">The request that failed with it, if one did.</param>
    /// <param name="retryAt">When the connection is tried again; <see langword="null"/> when that is not settled, or never.</param>
    /// <param name="innerException">The error of the network, if there was one.</param>
    public ModbusConnectionException(
        string endpoint,
        string reason,
        ModbusRequest? request = null,
        DateTimeOffset? retryAt = null,
        Exception? innerException = null)
        : base(Describe(endpoint, reason, request, retryAt), request, innerException)
    {
        Reason = reason;
        RetryAt = retryAt;
    }

    /// <summary>What happened, as a clause.</summary>
    public string Reason { get; }

    /// <summary>When the connection is tried again; <see langword="null"/> when that is not settled, or never.</summary>
    public DateTimeOffset? RetryAt { get; }

    private static string Describe(string endpoint, string reason, ModbusRequest? request, DateTimeOffset? retryAt)
    {
        var subject = request is { } asked ? $" for {asked}" : "";
        var next = retryAt is { } at
            ? FormattableString.Invariant($"; the next attempt is at {at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}")
            : "";
        return $"There is no connection to {endpoint}{subject}: {reason}{next}.";
    }
}
