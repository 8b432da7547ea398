using System.Collections.Immutable;
using Twins.Sites;

namespace Twins.Grains.Sites;

/// <summary>Whether a site hangs on the public grid, after what is measured at its grid connection. Pure.</summary>
internal static class GridConnection
{
    // A dead line shows induced voltages of some volts; no grid runs below these.
    private const double LeastFrequencyHz = 40;
    private const double LeastVoltageV = 50;
    private const double LeastCurrentA = 0.5;

    public static NetworkMode Mode(ImmutableArray<DeviceView> devices)
    {
        NetworkMode[] modes = [.. devices
            .Where(device => device.Definition.Entry.Role == DeviceRole.GridConnection)
            .Select(Mode)
            .Where(mode => mode != NetworkMode.Unknown)];
        return modes.Length == 0 ? NetworkMode.Unknown : modes.Contains(NetworkMode.Grid) ? NetworkMode.Grid : NetworkMode.Islanded;
    }

    private static NetworkMode Mode(DeviceView device)
    {
        if (device.Number("frequency") is { } frequency)
        {
            return frequency >= LeastFrequencyHz ? NetworkMode.Grid : NetworkMode.Islanded;
        }

        double? voltage = device.Number("acVoltage") ?? (device.Has("metering") ? device.Number("voltage") : null);
        if (voltage is not null)
        {
            return voltage >= LeastVoltageV ? NetworkMode.Grid : NetworkMode.Islanded;
        }

        // A converter without a measurement of the grid's voltage: current that flows proves the grid, none proves nothing.
        return Math.Abs(device.Number("acCurrent") ?? 0) >= LeastCurrentA ? NetworkMode.Grid : NetworkMode.Unknown;
    }
}
