namespace Twins.Runtime;

/// <summary>Who receives the events of a stream.</summary>
/// <typeparam name="T">The events' type.</typeparam>
public interface IAsyncObserver<in T>
{
    /// <summary>One event. The next one comes when the task is complete.</summary>
    /// <param name="item">The event.</param>
    /// <param name="token">Its place in the stream.</param>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>No further event will come.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>The publisher reports a failure.</summary>
    /// <param name="ex">The failure.</param>
    Task OnErrorAsync(Exception ex) => Task.FromException(ex);
}
