using Twins.Adapters.Modbus;
using Twins.Adapters.Mqtt;
using Twins.Configuration;
using Twins.Sites;

namespace Twins.Adapters;

/// <summary>The field protocols of this product: the one list to which a further protocol is added.</summary>
public static class FieldProtocols
{
    /// <summary>All of them, in the order in which files and messages name them.</summary>
    public static IReadOnlyList<IProtocol> All { get; } = [new ModbusProtocol(), new MqttProtocol()];

    /// <summary>What makes connections like a described one; null when its protocol is not known here.</summary>
    internal static IFieldConnectionFactory? Find(ConnectionDescription connection) =>
        All.FirstOrDefault(protocol => protocol.Key == connection.Settings.Protocol) as IFieldConnectionFactory;
}
