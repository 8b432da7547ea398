using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Devices;
using Twins.Sites;
using Twins.Types;

namespace Twins.Adapters.Mqtt;

/// <summary>MQTT: the sections of the files that describe it.</summary>
public sealed class MqttProtocol : IProtocol, IFieldConnectionFactory
{
    /// <summary>The key under which files hold its sections.</summary>
    public const string ProtocolKey = "mqtt";

    private static readonly Field<MqttDescription> Device = Field.Optional<MqttDescription>(
        ProtocolKey, MqttFields.Reader, null!, "The MQTT topics.", "another protocol");

    private static readonly Field<MqttEndpoint> Connection = Field.Optional<MqttEndpoint>(
        ProtocolKey, MqttEndpointFields.Reader, null!, "The MQTT broker.", "another protocol");

    private static readonly Field<string?> TopicName = Field.Optional(
        "topicName", new TopicNameReader(), null!, "The device's name on its MQTT broker: what {device} stands for.", "the key")!;

    /// <inheritdoc/>
    public string Key => ProtocolKey;

    /// <inheritdoc/>
    public string Name => "MQTT";

    /// <inheritdoc/>
    public string Places => "topics";

    /// <inheritdoc/>
    public Field DeviceSection => Device;

    /// <inheritdoc/>
    public Field ConnectionSection => Connection;

    /// <inheritdoc/>
    public IReadOnlyList<Field> AddressFields { get; } = [TopicName];

    /// <inheritdoc/>
    public IDeviceAddress ReadAddress(MappingValues values, string device) => new MqttAddress(values.Get(TopicName) ?? device);

    /// <inheritdoc/>
    public bool CheckDevice(IProtocolDescription description, TwinType type, ReadingContext context)
    {
        MqttDescription mqtt = (MqttDescription)description;
        MqttDeviceChecks.Check(mqtt, type, context);
        return MqttDeviceChecks.IsSound(mqtt, context);
    }

    /// <inheritdoc/>
    public void CheckSite(SiteDescription site, ReadingContext context) => MqttSiteChecks.Check(site, context);

    int IFieldConnectionFactory.LinkCapacity => MqttConnection.LinkCapacity;

    IFieldConnection IFieldConnectionFactory.Create(FieldContext context) => new MqttConnection(context);
}
