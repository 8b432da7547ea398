namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>Runs a <see cref="LoadPlan"/> against whatever broker listens there.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static async Task<LoadResult> RunAsync(LoadPlan plan)
    {
        var subscribers = await SubscribersAsync(plan);
        var publishers = await PublishersAsync(plan);
        var start = TimeProvider.System.GetTimestamp();
        var receiving = Task.WhenAll(subscribers.Select(subscriber => Task.Run(subscriber.RunAsync)));
        await Task.WhenAll(publishers.Select(publisher => Task.Run(publisher.RunAsync)));
        await EndAsync(subscribers, receiving);
        publishers.ForEach(publisher => publisher.Dispose());
        return Sum(subscribers, start);
    }

    private static async Task<List<LoadSubscriber>> SubscribersAsync(LoadPlan plan)
    {
        var subscribers = new List<LoadSubscriber>();
        for (var index = 0; index < plan.Subscribers; index++)
        {
            var name = FormattableString.Invariant($"sub-{plan.Run}-{index}");
            var connection = await RawConnection.OpenAsync(plan.Host, plan.Port, name, plan.Version);
            await connection.SubscribeAsync(plan.Filter, plan.QualityOfService, plan.Version);
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
            publishers.Add(new LoadPublisher(plan, index, await RawConnection.OpenAsync(plan.Host, plan.Port, name, plan.Version)));
        }

        return publishers;
    }

    /// <summary>Waits for the last message, or until none has come for a while.</summary>
    private static async Task EndAsync(List<LoadSubscriber> subscribers, Task receiving)
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

        subscribers.ForEach(subscriber => subscriber.Dispose());
        await receiving;
    }

    private static LoadResult Sum(List<LoadSubscriber> subscribers, long start)
    {
        var latencies = new Latencies();
        subscribers.ForEach(subscriber => latencies.Add(subscriber.Latencies));
        var end = subscribers.Max(subscriber => subscriber.LastTimestamp);
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
