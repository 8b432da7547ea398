using System.Collections.Immutable;
using Twins.Configuration.Devices.Mqtt;
using Twins.Configuration.Fields;
using Twins.Devices;
using Twins.Adapters.Modbus;
using Twins.Adapters.Mqtt;

namespace Twins.Configuration.Devices;

/// <summary>The fields of a device file.</summary>
internal static class DeviceFields
{
    private static readonly Field<string> Brand = Field.Required("brand", new WordsReader(100), "Maker.");

    private static readonly Field<string> Model = Field.Required("model", new WordsReader(200), "Model name.");

    private static readonly MappingReader<Product> ProductReader = new(
        "a product", [Brand, Model], static (values, _) => new Product(values.Get(Brand), values.Get(Model)));

    private static readonly Field<string> Document = Field.Required("document", new WordsReader(), "Title and revision of the map's document.");

    private static readonly Field<int?> Page = Field.Optional(
        "page", new MaybeReader<int>(new IntegerReader(1, 100_000)), null, "Page in the document.");

    private static readonly MappingReader<DescriptionSource> SourceReader = new(
        "a source", [Document, Page], static (values, _) => new DescriptionSource(values.Get(Document), values.Get(Page)));

    private static readonly Field<bool> Simulator = Field.Optional("simulator", new FlagReader(), false, "Served and read by our simulator.", "false");

    private static readonly Field<bool> Peer = Field.Optional(
        "independentPeer", new FlagReader(), false, "Read from software that others wrote.", "false");

    private static readonly Field<bool> Hardware = Field.Optional("hardware", new FlagReader(), false, "Read from the device itself.", "false");

    private static readonly MappingReader<TestedAgainst> TestedReader = new(
        "a quality line", [Simulator, Peer, Hardware],
        static (values, _) => new TestedAgainst(values.Get(Simulator), values.Get(Peer), values.Get(Hardware)));

    private static readonly Field<int> AllowedGap = Field.Optional(
        "allowedGap", new IntegerReader(0, 124), 0, "Registers between two blocks that a merged read may cover although nobody described them.", "0");

    private static readonly Field<ImmutableArray<ModbusRead>> Reads = Field.Optional(
        "reads", new ListReader<ModbusRead>(ReadFields.Reader), [], "Blocks that are polled; every described point lies in one.");

    private static readonly Field<ImmutableArray<ModbusPoint>> Points = Field.Optional(
        "points", new ListReader<ModbusPoint>(RegisterFields.Reader), [], "Where each point is read.");

    private static readonly Field<ImmutableArray<ModbusWrite>> Writes = Field.Optional(
        "writes", new ListReader<ModbusWrite>(WriteFields.Reader), [], "Where each commanded point is written.");

    private static readonly MappingReader<ModbusDescription> ModbusReader = new(
        "a Modbus map", [AllowedGap, Reads, Points, Writes],
        static (values, _) => new ModbusDescription(values.Get(Reads), values.Get(Points), values.Get(Writes), values.Get(AllowedGap)));

    private static readonly Field<string> Key = Field.Required("device", KeyReader.KebabCase, "Key of the description; the file is named after it.");

    private static readonly Field<string> Type = Field.Required("type", KeyReader.KebabCase, "Key of the twin type it implements.");

    private static readonly Field<int> Version = Field.Required("version", new IntegerReader(1, int.MaxValue), "Version of the file; greater is later.");

    private static readonly Field<ImmutableArray<Product>> Products = Field.Required(
        "products", new ListReader<Product>(ProductReader), "Products that speak this way.");

    private static readonly Field<DescriptionSource> Source = Field.Required("source", SourceReader, "Where the map comes from.");

    private static readonly Field<ModbusDescription?> Modbus = Field.Optional("modbus", ModbusReader, null!, "The Modbus map; this or mqtt.")!;

    private static readonly Field<MqttDescription?> Mqtt = Field.Optional("mqtt", MqttFields.Reader, null!, "The MQTT topics; this or modbus.")!;

    private static readonly Field<TestedAgainst> Tested = Field.Required("tested", TestedReader, "Against what the description was tested.");

    /// <summary>Reads a device file.</summary>
    public static readonly MappingReader<DeviceDescription> Reader = new(
        "a device", [Key, Type, Version, Products, Source, Modbus, Mqtt, Tested], Build, isRoot: true);

    private static DeviceDescription Build(MappingValues values, ReadingContext context)
    {
        ProtocolChecks.CheckOne(values, Modbus, Mqtt, "a device", context);
        return ToDevice(values);
    }

    private static DeviceDescription ToDevice(MappingValues values) => new()
    {
        Key = values.Get(Key),
        Type = values.Get(Type),
        Version = values.Get(Version),
        Products = values.Get(Products),
        Source = values.Get(Source),
        Modbus = values.Get(Modbus),
        Mqtt = values.Get(Mqtt),
        Tested = values.Get(Tested),
    };
}
