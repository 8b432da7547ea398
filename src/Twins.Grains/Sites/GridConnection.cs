using System.Collections.Immutable;
using Twins.Sites;

namespace Twins.Grains.Sites;

/// <summary>Whether a site is connected to the public grid, after what is measured at its grid connection. Pure.</summary>
internal static class GridConnection
{
    // A dead line shows induced voltages of some volts; no grid runs below these.
    private const double MinFrequencyHz = 40;
    private const double MinVoltageV = 50;
    private const double MinCurrentA = 0.5;

    public static NetworkMode Mode(ImmutableArray<DeviceLiveState> devices)
    {
        NetworkMode[] modes = [.. devices
            .Where(device => device.Definition.Entry.Role == DeviceRole.GridConnection)
            .Select(Mode)
            .Where(mode => mode != NetworkMode.Unknown)];
        return modes.Length == 0 ? NetworkMode.Unknown : modes.Contains(NetworkMode.Grid) ? NetworkMode.Grid : NetworkMode.Islanded;
    }

    private static NetworkMode Mode(DeviceLiveState device)
    {
        if (device.Number("frequency") is { } frequency)
        {
            return frequency >= MinFrequencyHz ? NetworkMode.Grid : NetworkMode.Islanded;
        }

        double? voltage = device.Number("acVoltage") ?? (device.Has("metering") ? device.Number("voltage") : null);
        if (voltage is not null)
        {
            return voltage >= MinVoltageV ? NetworkMode.Grid : NetworkMode.Islanded;
        }

        // A converter without a measurement of the grid's voltage: current that flows proves the grid, none proves nothing.
        return Math.Abs(device.Number("acCurrent") ?? 0) >= MinCurrentA ? NetworkMode.Grid : NetworkMode.Unknown;
    }
}
