using Twins.Devices;
using Twins.Readings;

namespace Twins.Grains.Devices.Setpoints;

/// <summary>What the setpoints need of their twin.</summary>
internal interface ITwinContext
{
    /// <summary>Whether the device answers.</summary>
    ConnectivityReport Connectivity { get; }

    /// <summary>Publishes what changed at a setpoint, and takes what was read back of it as its latest reading; null when nothing was.</summary>
    void PublishSetpoint(SetpointStatus status, Reading? readBack);

    /// <summary>Sees to it that <see cref="TwinSetpoints.TendAsync"/> is called at that time; null when nothing is due.</summary>
    void TendAt(Timestamp? due);
}
