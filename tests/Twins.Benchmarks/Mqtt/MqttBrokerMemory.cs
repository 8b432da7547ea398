using System.Text;
using Twins.Benchmarks.Mqtt.Load;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Benchmarks.Mqtt;

/// <summary>What connections and retained messages take of a broker's memory.</summary>
internal sealed class MqttBrokerMemory : IBenchmark
{
    private const int Connections = 1000;
    private const int Retained = 50_000;
    private const MqttProtocolVersion Version = MqttProtocolVersion.V311;

    public string Name => "mqtt-broker-memory";

    public string About => $"resident memory of the embedded MQTT broker and of mosquitto: {Connections} connections, {Retained} retained messages";

    public async Task RunAsync(Report report)
    {
        await using (var ours = await BrokerProcess.StartOwnAsync())
        {
            await MeasureAsync(report, ours, isYardstick: false);
        }

        if (await BrokerProcess.StartMosquittoAsync() is { } mosquitto)
        {
            await using (mosquitto)
            {
                await MeasureAsync(report, mosquitto, isYardstick: true);
            }
        }
    }

    private static async Task MeasureAsync(Report report, BrokerProcess broker, bool isYardstick)
    {
        // Code that is compiled and buffers that are pooled at the first load are no connection's.
        await LoadRun.RunAsync(new LoadPlan { Port = broker.Port, Publishers = 4, MessagesEach = 5_000 });
        var label = isYardstick ? "yardstick: mosquitto, " : "";
        var before = broker.ResidentBytes;
        var connections = await ConnectAsync(broker.Port);
        report.Figure($"{label}connection with one subscription", (broker.ResidentBytes - before) / Connections, "B");
        before = broker.ResidentBytes;
        await RetainAsync(connections[0]);
        report.Figure($"{label}retained message, 64 bytes of payload", (broker.ResidentBytes - before) / Retained, "B");
        connections.ForEach(connection => connection.Dispose());
    }

    private static async Task<List<RawConnection>> ConnectAsync(int port)
    {
        var connections = new List<RawConnection>();
        for (var index = 0; index < Connections; index++)
        {
            var connection = await RawConnection.OpenAsync(
                "127.0.0.1", port, FormattableString.Invariant($"device-{index}"), Version, bufferLength: 1024);
            await connection.SubscribeAsync(FormattableString.Invariant($"site/device-{index}/set"), MqttQualityOfService.AtLeastOnce, Version);
            connections.Add(connection);
        }

        return connections;
    }

    private static async Task RetainAsync(RawConnection connection)
    {
        var payload = new byte[64];
        for (var index = 0; index < Retained; index++)
        {
            new PublishPacket
            {
                Topic = Encoding.UTF8.GetBytes(FormattableString.Invariant($"site/device-{index}/telemetry")),
                Payload = payload,
                Retain = true,
                QualityOfService = MqttQualityOfService.AtLeastOnce,
                PacketId = 1,
            }.Write(connection.Writer, Version);
            await connection.FlushAsync();
            for (var acknowledged = false; !acknowledged;)
            {
                await connection.ReceiveAsync();
                acknowledged = connection.TryTake(out _, out _);
            }
        }
    }
}
