using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Twins.Simulator;

/// <summary>How a site is simulated. Checked when a simulation starts.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Seed of weather, loads and grid: the same seed gives the same day. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Simulated time per step, 10 ms to 1 min. Default 200 ms.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Simulated seconds per second of the clock, 0.01 to 100,000. Default 1.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Simulated instant at the start; null, the default, takes the clock's.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>State of charge of the batteries at the start, fraction 0.05 to 0.95. Default 0.55.</summary>
    public double InitialStateOfCharge { get; init; } = 0.55;

    /// <summary>Address on which Modbus connections are served, each on a free port. Default loopback: simulated devices take commands from anyone.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Where its sockets log. Default nowhere.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Checks every value.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names value and range.</exception>
    public SimulatorOptions Validated()
    {
        Require(Step >= TimeSpan.FromMilliseconds(10) && Step <= TimeSpan.FromMinutes(1), nameof(Step), Step, "10 ms to 1 min");
        Require(Speed is >= 0.01 and <= 100_000, nameof(Speed), Speed, "0.01 to 100,000");
        Require(InitialStateOfCharge is >= 0.05 and <= 0.95, nameof(InitialStateOfCharge), InitialStateOfCharge, "0.05 to 0.95");
        return this;
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                name, value, string.Create(CultureInfo.InvariantCulture, $"The simulator's {name} must be {range}, but it is {value}."));
        }
    }
}
