namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>The store could not commit: our trouble, and not the network's, whose errors look alike.</summary>
internal sealed class StoreFailedException(Exception innerException)
    : Exception($"the store failed: {innerException.Message}", innerException);

/// <summary>Commits so that a failure is told from one of the network.</summary>
internal static class StoreCommit
{
    /// <summary>Waits until the store has what it was told. Not given up with the connection that asks, since others wait for the same.</summary>
    /// <exception cref="StoreFailedException">It cannot be written; nothing may be acknowledged.</exception>
    public static async ValueTask CommitOrFailAsync(this IMqttBrokerStore store)
    {
        try
        {
            await store.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw new StoreFailedException(error);
        }
    }
}
