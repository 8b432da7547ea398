using Twins.Connections;

namespace Twins.Api.Sites;

/// <summary>A field connection with its counters since the start.</summary>
/// <param name="Key">Key within the site.</param>
/// <param name="Protocol">Protocol.</param>
/// <param name="Endpoint">Where it connects to.</param>
/// <param name="State">State.</param>
/// <param name="Since">Since when.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Failures">Requests that failed.</param>
/// <param name="LastError">The last failure in words; null when there was none.</param>
/// <param name="Simulated">Whether the devices behind it are simulated.</param>
/// <param name="DroppedBatches">Batches of readings dropped because a twin was slower than the field.</param>
/// <param name="Messages">What was received, where devices report of their own accord; null where they are polled.</param>
internal sealed record ConnectionAnswer(
    string Key,
    string Protocol,
    string Endpoint,
    ConnectionState State,
    Timestamp? Since,
    long Requests,
    long Failures,
    string? LastError,
    bool Simulated,
    long DroppedBatches,
    MessagesAnswer? Messages)
{
    /// <summary>The answer for an adapter's status.</summary>
    public static ConnectionAnswer From(ConnectionStatus status) => new(
        status.Connection,
        status.Protocol,
        status.Endpoint,
        status.State,
        status.Since == default ? null : status.Since,
        status.Requests,
        status.Failures,
        status.LastError,
        status.Simulated,
        status.DroppedBatches,
        status.Messages is { } messages ? MessagesAnswer.From(messages) : null);
}
