using Twins.Devices;
using Twins.Readings;

namespace Twins.Grains.Devices;

/// <summary>What the setpoints need of their twin.</summary>
internal interface ITwinContext
{
    /// <summary>Whether the device answers.</summary>
    ConnectivityReport Connectivity { get; }

    /// <summary>Publishes what changed at a setpoint, and takes what was read back of it as its latest reading; null when nothing was.</summary>
    void PublishSetpoint(SetpointStatus status, Reading? readBack);

    /// <summary>Has <see cref="TwinSetpoints.OnTick"/> called at that instant, and not before; <see cref="MonotonicTime.Never"/> for never.</summary>
    void TickAt(MonotonicTime due);
}
