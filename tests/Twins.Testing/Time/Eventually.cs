using System.Globalization;

namespace Twins.Testing.Time;

/// <summary>Waits for a condition that other threads or processes bring about; bounded, and says what it waited for.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            var waited = TimeProvider.System.GetElapsedTime(start);
            if (waited > Patience.Usual)
            {
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"Not within {waited.TotalSeconds:0} s: {what}."));
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
