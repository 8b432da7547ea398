using Twins.Protocols.Modbus.Master;

namespace Twins.Protocols.Tests.Modbus.Master;

public sealed class InFlightRequestsTests
{
    private const long Timeout = 100;

    private readonly InFlightRequests inFlight = new(Timeout);
    private readonly ModbusTransactionPool pool = new(capacity: 4);

    [Fact]
    public void Add_IdentifiersAllUsedOnce_SkipsTheOneThatIsStillWaitedFor()
    {
        var longWaiting = pool.Rent();
        inFlight.Add(longWaiting, now: 0);
        var other = pool.Rent();
        for (var request = 0; request < 200_000; request++)
        {
            inFlight.Add(other, now: 0);
            Assert.NotEqual(longWaiting.TransactionId, other.TransactionId);
            Assert.True(inFlight.TryTake(other.TransactionId, out var taken));
            Assert.Same(other, taken);
        }

        Assert.Equal(1, inFlight.Count);
    }

    [Fact]
    public void TakeExpired_TakesThoseWhoseTimeIsUpAndKeepsTheOthers()
    {
        var (first, second) = (pool.Rent(), pool.Rent());
        inFlight.Add(first, now: 10);
        inFlight.Add(second, now: 11);

        Assert.Empty(inFlight.TakeExpired(now: 109));
        Assert.Equal([first], inFlight.TakeExpired(now: 110));
        Assert.False(inFlight.TryTake(first.TransactionId, out _));
        Assert.Equal(11, inFlight.OldestSentAt());
        Assert.Equal([second], inFlight.TakeAll());
        Assert.Null(inFlight.OldestSentAt());
    }
}
