namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>Runs a <see cref="LoadPlan"/> against whatever broker listens there.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it with bare subscribers.</summary>
    public static async Task<LoadResult> RunAsync(LoadPlan plan) => await RunAsync(plan, await SubscribersAsync(plan));

    /// <summary>Runs it with subscribers that have subscribed already, and disposes of them.</summary>
    public static async Task<LoadResult> RunAsync(LoadPlan plan, IReadOnlyList<ILoadSubscriber> subscribers)
    {
        var publishers = await PublishersAsync(plan);
        var start = TimeProvider.System.GetTimestamp();
        var receiving = Task.WhenAll(subscribers.Select(subscriber => Task.Run(subscriber.RunAsync)));
        await Task.WhenAll(publishers.Select(publisher => Task.Run(publisher.RunAsync)));
        await EndAsync(subscribers, receiving);
        publishers.ForEach(publisher => publisher.Dispose());
        return Sum(subscribers, start);
    }

    private static async Task<IReadOnlyList<ILoadSubscriber>> SubscribersAsync(LoadPlan plan)
    {
        var subscribers = new List<ILoadSubscriber>();
        for (var index = 0; index < plan.Subscribers; index++)
        {
            var name = FormattableString.Invariant($"sub-{plan.Run}-{index}");
            var connection = await RawConnection.OpenAsync(plan.Host, plan.Port, name);
            await connection.SubscribeAsync(plan.Filter, plan.QualityOfService);
            subscribers.Add(new LoadSubscriber(plan, connection));
        }

        return subscribers;
    }

    private static async Task<List<LoadPublisher>> PublishersAsync(LoadPlan plan)
    {
        var publishers = new List<LoadPublisher>();
        for (var index = 0; index < plan.Publishers; index++)
        {
            var name = FormattableString.Invariant($"pub-{plan.Run}-{index}");
            var connection = await RawConnection.OpenAsync(plan.Host, plan.Port, name, bufferLength: 4 * 1024);
            if (plan.PublishersListen)
            {
                await connection.SubscribeAsync(plan.CommandTopicOf(index), plan.QualityOfService);
            }

            publishers.Add(new LoadPublisher(plan, index, connection));
        }

        return publishers;
    }

    /// <summary>Waits for the last message, or until none has come for a while.</summary>
    private static async Task EndAsync(IReadOnlyList<ILoadSubscriber> subscribers, Task receiving)
    {
        var time = TimeProvider.System;
        var last = 0L;
        for (var quietSince = time.GetTimestamp(); !receiving.IsCompleted && time.GetElapsedTime(quietSince) < Patience;)
        {
            await Task.WhenAny(receiving, Task.Delay(Look, time));
            var received = subscribers.Sum(subscriber => (long)subscriber.Received);
            quietSince = received == last ? quietSince : time.GetTimestamp();
            last = received;
        }

        foreach (var subscriber in subscribers)
        {
            await subscriber.DisposeAsync();
        }

        await receiving;
    }

    private static LoadResult Sum(IReadOnlyList<ILoadSubscriber> subscribers, long start)
    {
        var latencies = new Latencies();
        foreach (var subscriber in subscribers)
        {
            latencies.Add(subscriber.Latencies);
        }

        var end = subscribers.Select(subscriber => subscriber.LastTimestamp).DefaultIfEmpty(start).Max();
        return new LoadResult
        {
            PerSecond = subscribers.Sum(subscriber => (long)subscriber.Received) / TimeProvider.System.GetElapsedTime(start, end).TotalSeconds,
            Lost = subscribers.Sum(subscriber => (long)subscriber.Check.Missing),
            Duplicates = subscribers.Sum(subscriber => (long)subscriber.Check.Duplicates),
            OutOfOrder = subscribers.Sum(subscriber => (long)subscriber.Check.OutOfOrder),
            Latencies = latencies,
        };
    }
}
