using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Twins.Adapters.Mqtt;
using Twins.Adapters.Mqtt.DeviceSide;
using Twins.Cluster.Tests.Support;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

public sealed class MqttDeviceLinkTests
{
    private const string Site =
        """
        site: test
        title: Test site
        connections:
          - {key: roof, mqtt: {host: broker.test.example}}
        devices:
          - {key: inverter-1, device: test-inverter, connection: roof, topicName: shared, ratings: {peakPower: 5 kW}}
          - {key: inverter-2, device: other-inverter, connection: roof, topicName: shared, ratings: {peakPower: 5 kW}}
        """;

    [Fact]
    public async Task Open_TwoDevicesOfOneTopicName_AreClientsOfTheirOwnKeys()
    {
        string other = InverterSite.Inverter
            .Replace("device: test-inverter", "device: other-inverter", StringComparison.Ordinal)
            .Replace("pv/{device}", "pv2/{device}", StringComparison.Ordinal);
        SiteConfiguration site = TestCatalog.Load(Site, InverterSite.Inverter, other).FindSite("test")!;
        await using FieldBroker broker = await FieldBroker.StartAsync();
        await using MqttDeviceLink first = Link(site.Devices[0], broker.Port);
        await using MqttDeviceLink second = Link(site.Devices[1], broker.Port);

        first.Open();
        await Eventually.TrueAsync(() => broker.Subscriptions.ContainsKey("pv/shared/set"), "the first device listens");
        second.Open();
        await Eventually.TrueAsync(() => broker.Subscriptions.ContainsKey("pv2/shared/set"), "the second device listens");

        Assert.Equal(["test-inverter-1", "test-inverter-2"], await broker.ClientsAsync());
    }

    private static MqttDeviceLink Link(TwinDefinition device, int port) => new(
        device, MqttDeviceSide.Compile(device), MqttVersion.V500, new IPEndPoint(IPAddress.Loopback, port), (_, _) => { }, TimeProvider.System, NullLogger.Instance);
}
