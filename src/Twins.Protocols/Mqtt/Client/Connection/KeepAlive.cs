namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>
/// Probes a connection that has been silent in either direction (PINGREQ; 5.0, section 3.12), and gives it up when the answer does not
/// come. While the receiver holds up the reading no answer can be seen, and none is demanded.
/// </summary>
internal sealed class KeepAlive : IDisposable
{
    // The server gives up after one and a half intervals; the standard wants a packet within each [MQTT-3.1.2-20].
    private const double ProbeAfter = 0.75;

    private readonly TimeProvider _time;
    private readonly TimeSpan _silence;
    private readonly TimeSpan _timeout;
    private readonly Func<long> _lastSentAt;
    private readonly Action _probe;
    private readonly Action<TimeSpan> _giveUp;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private long _lastReceivedAt;
    private long _probedAt;
    private bool _awaitsAnswer;
    private bool _paused;
    private bool _ended;

    /// <param name="interval">The keep-alive in force; positive.</param>
    /// <param name="timeout">How long an answer is waited for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="lastSentAt">When something was last sent, by the clock's timestamps.</param>
    /// <param name="probe">Sends a PINGREQ.</param>
    /// <param name="giveUp">Ends the connection; told how long the answer was waited for.</param>
    public KeepAlive(
        TimeSpan interval, TimeSpan timeout, TimeProvider time, Func<long> lastSentAt, Action probe, Action<TimeSpan> giveUp)
    {
        _silence = interval * ProbeAfter;
        _timeout = timeout;
        _time = time;
        _lastSentAt = lastSentAt;
        _probe = probe;
        _giveUp = giveUp;
        _lastReceivedAt = time.GetTimestamp();
        _timer = time.CreateTimer(
            static state => ((KeepAlive)state!).Check(), this, _silence, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something arrived.</summary>
    public void Received() => Interlocked.Exchange(ref _lastReceivedAt, _time.GetTimestamp());

    /// <summary>The answer to a probe arrived.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            _awaitsAnswer = false;
        }
    }

    /// <summary>The receiver holds up the reading, or lets it go on.</summary>
    public void Pause(bool paused)
    {
        lock (_gate)
        {
            _paused = paused;
            if (!paused)
            {
                // The time in which nothing could be read does not count.
                Received();
                _probedAt = _time.GetTimestamp();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
        }

        _timer.Dispose();
    }

    private void Check()
    {
        bool givesUp;
        bool probes;
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            givesUp = _awaitsAnswer && !_paused && _time.GetElapsedTime(_probedAt) >= _timeout;
            probes = !givesUp && (!_awaitsAnswer || _paused) && Silence() >= _silence;
            if (probes)
            {
                _awaitsAnswer = true;
                _probedAt = _time.GetTimestamp();
            }

            if (!givesUp)
            {
                _timer.Change(UntilNext(probes), Timeout.InfiniteTimeSpan);
            }
        }

        if (givesUp)
        {
            _giveUp(_timeout);
        }
        else if (probes)
        {
            _probe();
        }
    }

    // How long the more silent direction has been silent. A paused reading hears nothing, which says nothing.
    private TimeSpan Silence()
    {
        var sent = _time.GetElapsedTime(_lastSentAt());
        var received = _time.GetElapsedTime(Interlocked.Read(ref _lastReceivedAt));
        return _paused || sent > received ? sent : received;
    }

    private TimeSpan UntilNext(bool justProbed)
    {
        var left = _awaitsAnswer && !_paused
            ? _timeout - _time.GetElapsedTime(_probedAt)
            : _silence - (justProbed ? TimeSpan.Zero : Silence());
        return left > TimerResolution ? left : TimerResolution;
    }

    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(1);
}
