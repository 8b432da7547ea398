using System.Collections.Immutable;
using Twins.Adapters.Modbus;
using Twins.Adapters.Mqtt;
using Twins.Sites;

namespace Twins.Adapters;

/// <summary>The field protocols that adapters speak: the one place where a further protocol adds its line.</summary>
internal static class FieldProtocols
{
    private static readonly ImmutableArray<IFieldConnectionFactory> All = [new ModbusConnectionFactory(), new MqttConnectionFactory()];

    /// <summary>The factory of a connection's protocol; null when no adapter speaks it.</summary>
    public static IFieldConnectionFactory? Find(ConnectionDescription connection) => All.FirstOrDefault(factory => factory.Serves(connection));
}
