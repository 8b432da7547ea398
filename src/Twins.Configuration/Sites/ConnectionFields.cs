using Twins.Configuration.Devices;
using Twins.Configuration.Fields;
using Twins.Sites;

namespace Twins.Configuration.Sites;

/// <summary>The fields of a connection.</summary>
internal static class ConnectionFields
{
    private static readonly Field<string> Host = Field.Required("host", new WordsReader(253), "Host name or address.");

    private static readonly Field<int> Port = Field.Optional("port", new IntegerReader(1, 65_535), 502, "TCP port.", "502");

    private static readonly Field<int> Timeout = Field.Optional(
        "timeoutMs", new IntegerReader(10, 60_000), 1000, "Milliseconds that a request may take.", "1000");

    private static readonly Field<int> MaximumInFlight = Field.Optional(
        "maxInFlight", new IntegerReader(1, 64), 1, "Requests that may be under way at once; 1 for devices that take no more.", "1");

    private static readonly MappingReader<ModbusEndpoint> ModbusReader = new(
        "a Modbus TCP endpoint", [Host, Port, Timeout, MaximumInFlight],
        static (values, _) => new ModbusEndpoint(
            values.Get(Host), values.Get(Port), TimeSpan.FromMilliseconds(values.Get(Timeout)), values.Get(MaximumInFlight)));

    private static readonly Field<string> Key = Field.Required("key", KeyReader.KebabCase, "Key within the site.");

    private static readonly Field<ModbusEndpoint> Modbus = Field.Optional<ModbusEndpoint>("modbus", ModbusReader, null!, "The Modbus TCP endpoint; this or mqtt.");

    private static readonly Field<MqttEndpoint> Mqtt = Field.Optional<MqttEndpoint>("mqtt", MqttEndpointFields.Reader, null!, "The MQTT broker; this or modbus.");

    /// <summary>Reads a connection.</summary>
    public static readonly MappingReader<ConnectionDescription> Reader = new("a connection", [Key, Modbus, Mqtt], Build);

    private static ConnectionDescription? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        ProtocolChecks.CheckOne(values, Modbus, Mqtt, "a connection", context);
        return context.ErrorCount == errors ? new ConnectionDescription(values.Get(Key), values.Get(Modbus), values.Get(Mqtt)) : null;
    }
}
