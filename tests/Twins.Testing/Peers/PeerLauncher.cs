using System.Collections.Concurrent;
using System.Diagnostics;

namespace Twins.Testing.Peers;

/// <summary>
/// Starts programs so that they end with this process, however it ends: <c>setpriv</c> asks Linux to kill the program when the thread that
/// started it ends, so all are started by one thread that lives as long as the process.
/// </summary>
internal static class PeerLauncher
{
    private static readonly string? SetPriv = PeerProgram.Find("setpriv");
    private static readonly BlockingCollection<Action> Starts = [];
    private static readonly Thread Starter = StartThread();

    /// <summary>How a program is called so that it ends with this process.</summary>
    public static ProcessStartInfo Describe(string program, IEnumerable<string> arguments) => SetPriv is null
        ? new ProcessStartInfo(program, arguments)
        : new ProcessStartInfo(SetPriv, ["--pdeathsig", "KILL", program, .. arguments]);

    /// <summary>Starts it.</summary>
    public static void Start(Process process)
    {
        Debug.Assert(Starter.IsAlive, "The thread ends with the process.");
        var started = new TaskCompletionSource();
        Starts.Add(() =>
        {
            try
            {
                process.Start();
                started.SetResult();
            }
            catch (Exception fault)
            {
                started.SetException(fault);
            }
        });
        started.Task.GetAwaiter().GetResult();
    }

    private static Thread StartThread()
    {
        var thread = new Thread(() =>
        {
            foreach (var start in Starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        {
            IsBackground = true,
            Name = "peers",
        };
        thread.Start();
        return thread;
    }
}
