using System.Collections.Immutable;

namespace Twins.Sites;

/// <summary>One site: its devices, connections, network and limits (<c>silo-config/sites</c>).</summary>
public sealed record SiteDescription
{
    /// <summary>Key in kebab-case.</summary>
    public required string Key { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>IANA time zone of the site; UTC when not stated.</summary>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>Where it is; null when not stated.</summary>
    public Points.PositionValue? Position { get; init; }

    /// <summary>Ways to reach devices.</summary>
    public required ImmutableArray<ConnectionDescription> Connections { get; init; }

    /// <summary>The devices.</summary>
    public required ImmutableArray<DeviceEntry> Devices { get; init; }

    /// <summary>The electrical network; null when not described.</summary>
    public NetworkDescription? Network { get; init; }

    /// <summary>The MQTT broker of the site's own gateway; null when it runs none.</summary>
    public BrokerDescription? Broker { get; init; }

    /// <summary>What the site must not exceed.</summary>
    public SiteLimits Limits { get; init; } = new(null, null);
}

/// <summary>A device of the site.</summary>
public sealed record DeviceEntry
{
    /// <summary>Key within the site, kebab-case.</summary>
    public required string Key { get; init; }

    /// <summary>Name for people; the key when not stated.</summary>
    public required string Title { get; init; }

    /// <summary>Key of the device description.</summary>
    public required string Device { get; init; }

    /// <summary>Key of the connection.</summary>
    public required string Connection { get; init; }

    /// <summary>What tells the device from the others of its connection, in the words of its protocol; null when the protocol needs nothing.</summary>
    public IDeviceAddress? Address { get; init; }

    /// <summary>How many parts each repeated group has.</summary>
    public ImmutableDictionary<string, int> Counts { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Ratings in canonical units.</summary>
    public ImmutableDictionary<string, double> Ratings { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>Terminal → bus of the network; empty when the network is not described.</summary>
    public ImmutableDictionary<string, string> Buses { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the device is to the site's balance.</summary>
    public DeviceRole Role { get; init; }
}

/// <summary>What a device is to the site's power balance.</summary>
public enum DeviceRole
{
    /// <summary>Counts with its own power.</summary>
    Part,

    /// <summary>Measures the exchange with the grid: import is positive.</summary>
    GridConnection,

    /// <summary>Measures what other devices already count; left out of the balance.</summary>
    SubMeter,
}

/// <summary>What the site must not exceed, as magnitudes in watts; null where there is no limit.</summary>
/// <param name="GridImportW">Greatest import from the grid.</param>
/// <param name="GridExportW">Greatest export to the grid.</param>
public sealed record SiteLimits(double? GridImportW, double? GridExportW);

/// <summary>Kind of a bus.</summary>
public enum BusKind
{
    /// <summary>Alternating current.</summary>
    Ac,

    /// <summary>Direct current.</summary>
    Dc,
}

/// <summary>The electrical network of a site.</summary>
/// <param name="Buses">Nodes.</param>
/// <param name="Lines">Branches between buses of one kind.</param>
/// <param name="Converters">Devices that join two buses.</param>
public sealed record NetworkDescription(
    ImmutableArray<BusDescription> Buses, ImmutableArray<LineDescription> Lines, ImmutableArray<ConverterDescription> Converters);

/// <summary>A bus.</summary>
/// <param name="Key">Key, kebab-case.</param>
/// <param name="Kind">AC or DC.</param>
/// <param name="NominalVoltage">Nominal voltage in V; line to line for AC.</param>
/// <param name="Grid">Whether the public grid feeds it.</param>
public sealed record BusDescription(string Key, BusKind Kind, double NominalVoltage, bool Grid);

/// <summary>A line or cable.</summary>
/// <param name="Key">Key, kebab-case.</param>
/// <param name="From">Bus at one end.</param>
/// <param name="To">Bus at the other end.</param>
/// <param name="ResistanceOhm">Resistance in Ω.</param>
/// <param name="ReactanceOhm">Reactance in Ω; 0 for DC.</param>
/// <param name="MaximumCurrent">Thermal limit in A; null when not stated.</param>
public sealed record LineDescription(
    string Key, string From, string To, double ResistanceOhm, double ReactanceOhm, double? MaximumCurrent);

/// <summary>A device that joins two buses.</summary>
/// <param name="Device">Key of the device within the site.</param>
/// <param name="Ac">Bus at its AC terminal; null for DC/DC.</param>
/// <param name="Dc">Bus at its DC terminal.</param>
public sealed record ConverterDescription(string Device, string? Ac, string Dc);
