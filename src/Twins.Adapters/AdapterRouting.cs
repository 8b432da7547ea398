using Twins.Adapters.Modbus;
using Twins.Adapters.Mqtt;
using Twins.Connections;
using Twins.Sites;

namespace Twins.Adapters;

/// <summary>Which grain speaks a connection's protocol: the one place where a further protocol adds its line.</summary>
internal static class AdapterRouting
{
    /// <summary>The adapter of a connection.</summary>
    /// <exception cref="NotSupportedException">No adapter speaks the connection's protocol; the loader refuses such sites.</exception>
    public static IAdapter Adapter(IGrainFactory grains, string site, ConnectionDescription connection)
    {
        string key = $"{site}/{connection.Key}";
        return connection.Settings switch
        {
            ModbusEndpoint => grains.GetGrain<IModbusAdapter>(key),
            MqttEndpoint => grains.GetGrain<IMqttAdapter>(key),
            _ => throw new NotSupportedException($"The connection '{key}' names no protocol that has an adapter."),
        };
    }

    /// <summary>The adapter that reaches a device.</summary>
    public static IAdapter Adapter(IGrainFactory grains, SiteCatalog catalog, TwinDefinition device)
    {
        SiteDescription site = catalog.FindSite(device.Key.Site)!.Description;
        return Adapter(grains, site.Key, site.Connections.First(connection => connection.Key == device.Entry.Connection));
    }
}
