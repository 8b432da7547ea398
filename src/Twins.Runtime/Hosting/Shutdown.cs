using Microsoft.Extensions.Logging;
using Twins.Runtime.Activations;

namespace Twins.Runtime.Hosting;

/// <summary>The graceful end: every grain finishes what it has begun, is told, and writes what it has to.</summary>
internal static class Shutdown
{
    private const int NamedAtMost = 10;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);
    private static readonly DeactivationReason Reason = new(DeactivationReasonCode.ShuttingDown, "The process stops.");

    /// <summary>Waits until all grains have ended, for as long as the options allow the end of one or until the token is cancelled.</summary>
    internal static async Task DeactivateAllAsync(GrainEngine engine, CancellationToken token)
    {
        // The system's clock: a stop also ends where a test's clock stands still.
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        using var look = new PeriodicTimer(LookEvery, clock);
        while (engine.LiveActivations > 0)
        {
            foreach (var activation in Living(engine))
            {
                activation.Deactivate(Reason, token);
            }

            if (token.IsCancellationRequested || clock.GetElapsedTime(began) >= engine.Options.DeactivationTimeout)
            {
                var left = Living(engine).Select(activation => activation.ToString()).ToList();
                engine.Log.LogWarning(
                    "{Count} grains have not ended and are given up, among them {Grains}", left.Count, string.Join(", ", left.Take(NamedAtMost)));
                return;
            }

            await look.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static IEnumerable<Activation> Living(GrainEngine engine) => engine.Classes.All.SelectMany(each => each.Activations);
}
