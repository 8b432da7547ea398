using System.Globalization;

namespace Twins.Testing.Time;

/// <summary>
/// How long tests wait for what other threads and processes do. A bound that a free machine meets with ease says nothing on a loaded one:
/// it grows with the number of processes that wait for each core.
/// </summary>
public static class Patience
{
    private const string LoadFile = "/proc/loadavg";
    private const double MaxFactor = 10;

    /// <summary>The bound of most waits.</summary>
    public static TimeSpan Usual => Of(TimeSpan.FromSeconds(30));

    /// <summary>A bound for a free machine, as this machine is now.</summary>
    public static TimeSpan Of(TimeSpan onFreeMachine) => onFreeMachine * Math.Clamp(LoadPerCore(), 1, MaxFactor);

    private static double LoadPerCore()
    {
        if (!File.Exists(LoadFile))
        {
            return 1;
        }

        var lastMinute = File.ReadAllText(LoadFile).Split(' ')[0];
        return double.Parse(lastMinute, CultureInfo.InvariantCulture) / Environment.ProcessorCount;
    }
}
