namespace Twins.Protocols.Mqtt;

/// <summary>
/// There is no connection: refused by the network, unreachable, lost, or waiting to be tried again. A message at QoS 0 that had
/// been sent may have arrived; one at QoS 1 or 2 is sent again when the session is resumed.
/// </summary>
public sealed class MqttConnectionException : MqttException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the peer.</param>
    /// <param name="reason">What happened, as a clause: <c>the connection was closed by the broker</c>.</param>
    /// <param name="retryAt">When the connection is tried again; <see langword="null"/> when that is not settled, or never.</param>
    /// <param name="innerException">The error of the network, if there was one.</param>
    public MqttConnectionException(string endpoint, string reason, DateTimeOffset? retryAt = null, Exception? innerException = null)
        : base(Describe(endpoint, reason, retryAt), innerException)
    {
        Reason = reason;
        RetryAt = retryAt;
    }

    /// <summary>What happened, as a clause.</summary>
    public string Reason { get; }

    /// <summary>When the connection is tried again; <see langword="null"/> when that is not settled, or never.</summary>
    public DateTimeOffset? RetryAt { get; }

    private static string Describe(string endpoint, string reason, DateTimeOffset? retryAt)
    {
        var next = retryAt is { } at
            ? FormattableString.Invariant($"; the next attempt is at {at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}")
            : "";
        return $"There is no connection to {endpoint}: {reason}{next}.";
    }
}
