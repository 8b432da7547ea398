namespace Twins.Runtime;

/// <summary>Carries streams under one name.</summary>
public interface IStreamProvider
{
    /// <summary>The name under which it was configured.</summary>
    string Name { get; }

    /// <summary>The stream of that identity; it exists without being made.</summary>
    /// <typeparam name="T">The events' type, the same for all who use the stream.</typeparam>
    /// <param name="streamId">The identity.</param>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}
