using System.Threading.Channels;

namespace Twins.Conformance.Tests.Observers;

/// <summary>Hears a bell, one ring at a time.</summary>
internal sealed class BellListener : IBellObserver
{
    private readonly Channel<int> heard = Channel.CreateUnbounded<int>();
    private int hearing;

    public bool HeardTwoAtOnce { get; private set; }

    public ChannelReader<int> Heard => heard.Reader;

    public async Task Rang(int number)
    {
        HeardTwoAtOnce |= Interlocked.Increment(ref hearing) > 1;
        await Task.Yield();
        Interlocked.Decrement(ref hearing);
        heard.Writer.TryWrite(number);
    }

    public Task<int> Answer(int number) => Task.FromResult(-number);
}
