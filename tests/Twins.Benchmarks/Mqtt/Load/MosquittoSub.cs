using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Testing.Peers;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>
/// mosquitto_sub, which prints to a file and ends after so many messages. That it has subscribed shows when a retained message, longer
/// than what it holds back, is in the file.
/// </summary>
internal static class MosquittoSub
{
    private const int MarkerLength = 64 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs the plan, and returns the messages received a second; <see langword="null"/> when it is not installed.</summary>
    public static async Task<double?> RunAsync(LoadPlan plan)
    {
        if (PeerProgram.Find("mosquitto_sub") is not { } program)
        {
            return null;
        }

        await PlaceMarkerAsync(plan);
        var output = Path.GetTempFileName();
        var count = (plan.Publishers * plan.MessagesEach) + 1;
        await using var process = PeerProcess.Start(
            "/bin/sh", "-c", FormattableString.Invariant(
                $"exec {program} -h {plan.Host} -p {plan.Port} -t '{plan.Filter}' -q {(int)plan.QualityOfService} -C {count} > {output}"));
        while (new FileInfo(output).Length < MarkerLength / 2)
        {
            await Task.Delay(Look, TimeProvider.System);
        }

        var start = TimeProvider.System.GetTimestamp();
        await LoadRun.RunAsync(plan, []);
        await process.WaitForExitAsync();
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        File.Delete(output);
        return (count - 1) / elapsed.TotalSeconds;
    }

    private static async Task PlaceMarkerAsync(LoadPlan plan)
    {
        var topic = System.Text.Encoding.UTF8.GetBytes($"load/{plan.Run}/marker");
        using var connection = await RawConnection.OpenAsync(plan.Host, plan.Port, $"marker-{plan.Run}", plan.Version);
        new PublishPacket { Topic = topic, Payload = new byte[MarkerLength], Retain = true, QualityOfService = MqttQualityOfService.AtLeastOnce, PacketId = 1 }
            .Write(connection.Writer, plan.Version);
        await connection.FlushAsync();
        await connection.ReceiveAsync();
    }
}
