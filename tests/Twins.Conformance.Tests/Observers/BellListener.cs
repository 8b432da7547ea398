using System.Threading.Channels;

namespace Twins.Conformance.Tests.Observers;

/// <summary>Hears a bell, one ring at a time.</summary>
internal sealed class BellListener : IBellObserver
{
    private readonly Channel<int> _heard = Channel.CreateUnbounded<int>();
    private int _hearing;

    public bool HeardTwoAtOnce { get; private set; }

    public ChannelReader<int> Heard => _heard.Reader;

    public async Task Rang(int number)
    {
        HeardTwoAtOnce |= Interlocked.Increment(ref _hearing) > 1;
        await Task.Yield();
        Interlocked.Decrement(ref _hearing);
        _heard.Writer.TryWrite(number);
    }

    public Task<int> Answer(int number) => Task.FromResult(-number);
}
