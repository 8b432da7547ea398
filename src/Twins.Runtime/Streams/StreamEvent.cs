namespace Twins.Runtime.Streams;

/// <summary>What waits for a subscriber: an event with its place, the publisher's failure, or the stream's end.</summary>
internal readonly record struct StreamEvent<T>(T? Item, SequenceToken? Token, Exception? Error)
{
    internal Task HandTo(IAsyncObserver<T> observer) =>
        Token is not null ? observer.OnNextAsync(Item!, Token)
        : Error is not null ? observer.OnErrorAsync(Error)
        : observer.OnCompletedAsync();
}
