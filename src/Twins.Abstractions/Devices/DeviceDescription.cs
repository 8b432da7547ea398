using System.Collections.Frozen;
using System.Collections.Immutable;
using Twins.Adapters.Modbus;
using Twins.Adapters.Mqtt;

namespace Twins.Devices;

/// <summary>How one product's points are reached over a protocol (<c>silo-config/devices</c>).</summary>
public sealed record DeviceDescription
{
    /// <summary>Key in kebab-case, such as <c>sunspec-storage</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Key of the twin type it implements.</summary>
    public required string Type { get; init; }

    /// <summary>Version of the file; greater is later.</summary>
    public required int Version { get; init; }

    /// <summary>Products that speak this way.</summary>
    public required ImmutableArray<Product> Products { get; init; }

    /// <summary>Where the map comes from.</summary>
    public required DescriptionSource Source { get; init; }

    /// <summary>The register map; null when the device does not speak Modbus.</summary>
    public ModbusDescription? Modbus { get; init; }

    /// <summary>The topics; null when the device does not speak MQTT.</summary>
    public MqttDescription? Mqtt { get; init; }

    /// <summary>Against what the description was tested.</summary>
    public required TestedAgainst Tested { get; init; }

    /// <summary>
    /// The points that the product offers, <c>group.name</c> for those of repeated groups, with how often each is read; null for those
    /// that are only written. A twin has only these: what a product cannot tell is not shown as a value that never came.
    /// </summary>
    public FrozenDictionary<string, TimeSpan?> OfferedPoints() => Reads().Concat(Setpoints().Select(rules => KeyValuePair.Create(rules.Key, (TimeSpan?)null)))
        .DistinctBy(offer => offer.Key, StringComparer.Ordinal)
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The setpoints that it takes, in the order of the file.</summary>
    public IEnumerable<SetpointRules> Setpoints() =>
        (Modbus?.Writes.Select(write => new SetpointRules(write.Target.Key, write.Tolerance, write.WatchdogSeconds, write.SafeValue, write.Limits)) ?? [])
        .Concat(Mqtt?.Commands.Select(command =>
            new SetpointRules(command.Key, command.Tolerance, command.WatchdogSeconds, command.SafeValue, command.Limits, Mqtt.ReadBackOf(command))) ?? []);

    /// <summary>Keys of the points that it reports, <c>group.name</c> for those of repeated groups, in the order of the file.</summary>
    public IEnumerable<string> ReportedPoints() => Reads().Select(read => read.Key);

    /// <summary>The points that it reaches, <c>group.name</c> for those of repeated groups: read ones, then written ones.</summary>
    internal IEnumerable<string> ReachedPoints() => ReportedPoints().Concat(Setpoints().Select(rules => rules.Key));

    private IEnumerable<KeyValuePair<string, TimeSpan?>> Reads() =>
        (Modbus?.Points.Select(point => KeyValuePair.Create(point.Key, Modbus.ReadInterval(point))) ?? [])
        .Concat(Mqtt?.Points().Select(reported => KeyValuePair.Create(reported.Point.Key, reported.Report.Every)) ?? []);
}

/// <summary>A product on the market.</summary>
/// <param name="Brand">Maker.</param>
/// <param name="Model">Model name.</param>
public sealed record Product(string Brand, string Model);

/// <summary>Source of a map.</summary>
/// <param name="Document">Title and revision.</param>
/// <param name="Page">Page; null when the document has none.</param>
public sealed record DescriptionSource(string Document, int? Page);

/// <summary>Against what a description was tested.</summary>
/// <param name="Simulator">Served and read by our own simulator.</param>
/// <param name="IndependentPeer">Read from software that others wrote.</param>
/// <param name="Hardware">Read from the device itself.</param>
public sealed record TestedAgainst(bool Simulator, bool IndependentPeer, bool Hardware);
