namespace Twins.Devices;

/// <summary>How a product speaks over one field protocol: what every layer may know of it. The rest is the protocol's own.</summary>
public interface IProtocolDescription
{
    /// <summary>The protocol's key, as description files write it, such as <c>modbus</c>.</summary>
    string Protocol { get; }

    /// <summary>The points that the device reports, in the order of the file.</summary>
    IEnumerable<ReportedPoint> ReportedPoints();

    /// <summary>The setpoints that the device takes, in the order of the file.</summary>
    IEnumerable<SetpointRules> Setpoints();
}

/// <summary>A point that a device reports.</summary>
/// <param name="Key">Point key of the type; <c>group.name</c> for the points of a repeated group.</param>
/// <param name="Interval">How often a value is expected; null for what is only reported on change.</param>
public readonly record struct ReportedPoint(string Key, TimeSpan? Interval);
