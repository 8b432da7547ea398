
namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// Which units of a connection are left alone, and until when: a unit that does not answer is asked less and less often,
/// with one request at a time. Not thread-safe: guarded by its dispatcher.
/// </summary>
internal sealed class UnitRests(ExponentialBackoff backoff, TimeProvider time)
{
    private readonly Dictionary<byte, Rest> _rests = [];

    /// <summary>Whether a request to the unit would have to fail now, and what the error says.</summary>
    public bool IsResting(byte unitId, out int timeouts, out TimeSpan retryIn)
    {
        if (!_rests.TryGetValue(unitId, out var rest))
        {
            (timeouts, retryIn) = (0, default);
            return false;
        }

        var sinceRetry = time.GetElapsedTime(rest.RetryAt);
        timeouts = rest.Timeouts;
        retryIn = sinceRetry < TimeSpan.Zero ? -sinceRetry : TimeSpan.Zero;
        return rest.Probing || sinceRetry < TimeSpan.Zero;
    }

    /// <summary>A request to the unit is sent: the one that finds out, if the unit was resting.</summary>
    public void Asked(byte unitId)
    {
        if (_rests.TryGetValue(unitId, out var rest))
        {
            rest.Probing = true;
        }
    }

    /// <summary>The unit answered in time.</summary>
    public void Answered(byte unitId)
    {
        if (_rests.Count > 0)
        {
            _rests.Remove(unitId);
        }
    }

    /// <summary>
    /// The unit answered with an exception, unless it was its gateway, which got no answer from the unit: asking on would hold up
    /// the others on the gateway's bus.
    /// </summary>
    public void Refused(byte unitId, ModbusExceptionCode code)
    {
        if (code == ModbusExceptionCode.GatewayTargetDeviceFailedToRespond)
        {
            TimedOut(unitId);
        }
        else
        {
            Answered(unitId);
        }
    }

    /// <summary>The unit left a request unanswered.</summary>
    public void TimedOut(byte unitId)
    {
        if (!_rests.TryGetValue(unitId, out var rest))
        {
            _rests[unitId] = rest = new Rest();
        }
        else if (!rest.Probing)
        {
            // Sent beside the request whose timeout began this rest: the same silence, not a new one.
            return;
        }

        rest.Timeouts++;
        rest.Probing = false;
        var delay = backoff.Delay(rest.Timeouts, Random.Shared.NextDouble());
        rest.RetryAt = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>The connection was lost, which says nothing about the units that were being asked.</summary>
    public void ConnectionLost()
    {
        foreach (var rest in _rests.Values)
        {
            rest.Probing = false;
        }
    }

    private sealed class Rest
    {
        public int Timeouts { get; set; }

        public long RetryAt { get; set; }

        public bool Probing { get; set; }
    }
}

/// <summary>
/// Counts timeouts one after the other with nothing received between them. Requests that were in flight together and time out
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
