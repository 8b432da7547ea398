using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Sessions;

namespace Twins.Protocols.Mqtt.Broker.Listening;

/// <summary>
/// Whatever a broker does because time has passed: connect time-outs, keep-alives, wills, sessions and messages that expire. One timer for
/// all, so that a connection costs none; hence deadlines are met to within its period.
/// </summary>
internal sealed class Housekeeper : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Messages that expired take room for so many periods at most; they are never sent.</summary>
    private const int PeriodsPerSweep = 20;

    private readonly BrokerServices _broker;
    private readonly ConnectionTable _connections;
    private readonly ITimer _timer;
    private int _isBusy;
    private int _periods;

    public Housekeeper(BrokerServices broker, ConnectionTable connections)
    {
        _broker = broker;
        _connections = connections;
        _timer = broker.Time.CreateTimer(static state => _ = ((Housekeeper)state!).TickAsync(), this, Period, Period);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private async Task TickAsync()
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            return;
        }

        try
        {
            _connections.Tick();
            if (++_periods % PeriodsPerSweep == 0)
            {
                Sweep();
            }

            var aftermath = new Aftermath();
            _broker.Sessions.Tick(aftermath);
            await _broker.PublishAsync(aftermath).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _broker.Incidents.Record(
                MqttIncidentKind.ServerFault, "", null, MqttReasonCode.UnspecifiedError,
                $"A will or an expired session was not handled because of {error.GetType().Name}: {error.Message}");
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private void Sweep()
    {
        foreach (var message in _broker.Retained.RemoveExpired())
        {
            _broker.Store?.RemoveRetained(message.Topic);
        }

        foreach (var session in _broker.Sessions.All)
        {
            session.Outgoing.Sweep();
        }
    }
}
