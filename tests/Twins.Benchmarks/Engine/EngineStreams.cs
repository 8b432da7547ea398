using System.Threading.Channels;

namespace Twins.Benchmarks.Engine;

/// <summary>Events through one stream.</summary>
internal sealed class EngineStreams : IBenchmark
{
    private const int Events = 1_000_000;

    public string Name => "engine-streams";

    public string About => "stream events per second from a publisher to a client and to a grain";

    public async Task RunAsync(Report report)
    {
        await using var engine = await EngineHost.StartAsync();
        var provider = engine.Client.GetStreamProvider(EngineHost.Streams);

        var toClient = provider.GetStream<BenchmarkEvent>(StreamId.Create("client", "one"));
        var received = 0L;
        var all = new TaskCompletionSource();
        await toClient.SubscribeAsync((_, _) =>
        {
            if (++received == Events)
            {
                all.TrySetResult();
            }

            return Task.CompletedTask;
        });
        var client = await Rate.MeasureAsync(() =>
        {
            received = 0;
            all = new TaskCompletionSource();
            return PublishAsync(toClient, () => all.Task);
        });
        report.Figure("one publisher to one client", client.PerSecond, "events/s", "1,000,000");
        report.Figure("  allocated, the event included", client.BytesEach, "B/event", "200");

        var toGrain = provider.GetStream<BenchmarkEvent>(StreamId.Create(ReceiverGrain.Namespace, "one"));
        var receiver = engine.Client.GetGrain<IReceiverGrain>("one");
        var grain = await Rate.MeasureAsync(() => PublishAsync(toGrain, () => receiver.WaitFor(Events)));
        report.Figure("one publisher to one implicitly subscribed grain", grain.PerSecond, "events/s", "1,000,000");
        report.Figure("  allocated, the event included", grain.BytesEach, "B/event", "200");

        report.Yardstick("through one bounded channel", (await Rate.MeasureAsync(ChannelAsync)).PerSecond, "events/s");
    }

    private static Task<long> PublishAsync(IAsyncStream<BenchmarkEvent> stream, Func<Task> received) => Task.Run(async () =>
    {
        for (var number = 0; number < Events; number++)
        {
            await stream.OnNextAsync(new BenchmarkEvent("site/device", number, number * 0.5));
        }

        await received();
        return (long)Events;
    });

    private static async Task<long> ChannelAsync()
    {
        var channel = Channel.CreateBounded<BenchmarkEvent>(1024);
        var reader = Task.Run(async () =>
        {
            await foreach (var next in channel.Reader.ReadAllAsync())
            {
                _ = next;
            }
        });
        for (var number = 0; number < Events; number++)
        {
            await channel.Writer.WriteAsync(new BenchmarkEvent("site/device", number, number * 0.5));
        }

        channel.Writer.Complete();
        await reader;
        return Events;
    }
}
