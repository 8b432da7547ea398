namespace Twins.Runtime.Tests.Support;

/// <summary>Waiting for what has to come, with a bound.</summary>
internal static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Looks again and again until the condition holds.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"Not so within {Patience}: {what}");
            await looks.WaitForNextTickAsync();
        }
    }
}
