using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>How a device is called on its broker.</summary>
/// <param name="TopicName">What <c>{device}</c> stands for in the description's topics; its key unless stated.</param>
public sealed record MqttAddress(string TopicName) : IDeviceAddress
{
    /// <inheritdoc/>
    public string Protocol => MqttProtocol.ProtocolKey;

    /// <summary>The name of a device of a site; its key when the site file says nothing.</summary>
    public static string NameOf(DeviceEntry entry) => (entry.Address as MqttAddress)?.TopicName ?? entry.Key;
}
