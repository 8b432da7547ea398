namespace Twins.Adapters.Modbus.Wire.Master;

/// <summary>
/// Counts timeouts one after the other with nothing received between them. Requests that were under way together and time out
/// together are one silence. Guarded by its dispatcher.
/// </summary>
internal sealed class SilenceCounter
{
    private long _lastSilenceAt = long.MinValue;

    /// <summary>Silences since the last frame.</summary>
    public int Count { get; private set; }

    /// <summary>The device sent something, or the connection is a new one.</summary>
    public void Reset() => Count = 0;

    /// <summary>A request that was sent at some time is found unanswered now.</summary>
    public void TimedOut(long sentAt, long now)
    {
        if (sentAt >= _lastSilenceAt)
        {
            _lastSilenceAt = now;
            Count++;
        }
    }
}
