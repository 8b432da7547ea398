using Twins.Testing.Time;

namespace Twins.Tests.Protocols;

/// <summary>Bounds every wait of a test: one that hangs fails by itself, and says where.</summary>
internal static class InTimeExtensions
{
    public static Task InTime(this Task task) => task.WaitAsync(Patience.Usual);

    /// <summary>Bounds a wait, and says what is known when it was too long.</summary>
    public static async Task InTime(this Task task, Func<string?> explain)
    {
        try
        {
            await task.WaitAsync(Patience.Usual);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"{error.Message} {explain()}", error);
        }
    }

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Patience.Usual);

    public static Task InTime(this ValueTask task) => task.AsTask().WaitAsync(Patience.Usual);

    public static Task<T> InTime<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Patience.Usual);
}
