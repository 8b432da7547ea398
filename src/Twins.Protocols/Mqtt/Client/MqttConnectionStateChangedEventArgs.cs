namespace Twins.Protocols.Mqtt;

/// <summary>A change of a client's connection.</summary>
/// <param name="state">The state from now on.</param>
/// <param name="error">What ended or prevented the connection; <see langword="null"/> when the change is no fault.</param>
/// <param name="retryAt">When the connection is tried again; <see langword="null"/> unless it waits for that.</param>
public sealed class MqttConnectionStateChangedEventArgs(
    MqttConnectionState state, MqttException? error = null, DateTimeOffset? retryAt = null) : EventArgs
{
    /// <summary>The state from now on.</summary>
    public MqttConnectionState State { get; } = state;

    /// <summary>What ended or prevented the connection; <see langword="null"/> when the change is no fault.</summary>
    public MqttException? Error { get; } = error;

    /// <summary>When the connection is tried again; <see langword="null"/> unless it waits for that.</summary>
    public DateTimeOffset? RetryAt { get; } = retryAt;
}
