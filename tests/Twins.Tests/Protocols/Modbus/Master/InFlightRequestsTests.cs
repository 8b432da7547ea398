using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Master;

public sealed class InFlightRequestsTests
{
    private const long Timeout = 100;

    private readonly InFlightRequests _inFlight = new(Timeout);
    private readonly ModbusTransactionPool _pool = new(capacity: 4);

    [Fact]
    public void Add_IdentifiersAllUsedOnce_SkipsTheOneThatIsStillWaitedFor()
    {
        var longWaiting = _pool.Rent();
        _inFlight.Add(longWaiting, now: 0, streamPosition: 0);
        var other = _pool.Rent();
        for (var request = 0; request < 200_000; request++)
        {
            _inFlight.Add(other, now: 0, streamPosition: 0);
            Assert.NotEqual(longWaiting.TransactionId, other.TransactionId);
            Assert.True(_inFlight.TryTake(other.TransactionId, out var taken));
            Assert.Same(other, taken);
        }

        Assert.Equal(1, _inFlight.Count);
    }

    [Fact]
    public void TakeExpired_TakesThoseWhoseTimeIsUpAndKeepsTheOthers()
    {
        var (first, second) = (_pool.Rent(), _pool.Rent());
        _inFlight.Add(first, now: 10, streamPosition: 10);
        _inFlight.Add(second, now: 11, streamPosition: 11);

        Assert.Empty(_inFlight.TakeExpired(now: 109));
        Assert.Equal([first], _inFlight.TakeExpired(now: 110));
        Assert.False(_inFlight.TryTake(first.TransactionId, out _));
        Assert.Equal(11, _inFlight.OldestSentAt());
        Assert.Equal([second], _inFlight.TakeAll());
        Assert.Null(_inFlight.OldestSentAt());
    }
}
