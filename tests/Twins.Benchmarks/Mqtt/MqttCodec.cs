using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Topics;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Benchmarks.Mqtt;

/// <summary>Packets encoded and decoded, and topics found among many filters.</summary>
internal sealed class MqttCodec : IBenchmark
{
    private const int Packets = 1000;
    private const int Devices = 20_000;
    private const int FiltersEach = 5;

    private static readonly byte[] Topic = "site/meter-123/active-power"u8.ToArray();
    private static readonly byte[] Payload = "{\"time\":\"2026-11-20T12:00:00Z\",\"power\":1234.5}"u8.ToArray();

    public string Name => "mqtt-codec";

    public string About => "PUBLISH packets encoded and decoded a second, and searches among 100,000 topic filters";

    public async Task RunAsync(Report report)
    {
        await MeasureCodecAsync(report, "PUBLISH of 3.1.1 at QoS 0", MqttProtocolVersion.V311, new PublishPacketShape());
        await MeasureCodecAsync(report, "PUBLISH of 5.0 at QoS 1, three properties", MqttProtocolVersion.V500, new PublishPacketShape
        {
            QualityOfService = MqttQualityOfService.AtLeastOnce,
            MessageExpirySeconds = 60,
            UserProperties = 2,
        });
        await MeasureTreeAsync(report);
    }

    private static async Task MeasureCodecAsync(Report report, string label, MqttProtocolVersion version, PublishPacketShape shape)
    {
        using var writer = new MqttWriter();
        var properties = shape.Encode();
        var encoded = await Rate.MeasureAsync(() => Task.FromResult(Encode(writer, version, shape, properties)));
        var decoded = await Rate.MeasureAsync(() => Task.FromResult(Decode(writer.Written, version)));
        report.Figure($"{label}: encoded", encoded.PerSecond, "packets/s");
        report.Figure($"{label}: decoded", decoded.PerSecond, "packets/s");
        report.Figure("  allocated by both", encoded.BytesEach + decoded.BytesEach, "B/packet", "0 B");
        var length = writer.Length / Packets;
        var target = new byte[writer.Length];
        var copied = await Rate.MeasureAsync(() => Task.FromResult(Copy(writer.Written, target, length)));
        report.Yardstick($"{length} bytes checked as UTF-8 and copied", copied.PerSecond, "packets/s");
    }

    private static long Encode(MqttWriter writer, MqttProtocolVersion version, PublishPacketShape shape, byte[] properties)
    {
        writer.Truncate(0);
        for (var packet = 0; packet < Packets; packet++)
        {
            new PublishPacket
            {
                Topic = Topic,
                Payload = Payload,
                QualityOfService = shape.QualityOfService,
                PacketId = (ushort)(packet + 1),
                MessageExpirySeconds = shape.MessageExpirySeconds,
                ForwardedProperties = properties,
            }.Write(writer, version);
        }

        return Packets;
    }

    private static long Decode(ReadOnlySpan<byte> bytes, MqttProtocolVersion version)
    {
        var payloads = 0L;
        while (MqttFraming.TryReadHeader(bytes, MqttLimits.MaxPacketSize, out var header))
        {
            var body = bytes[header.HeaderLength..header.TotalLength];
            payloads += PublishView.Read(header, body, version, MqttSender.Client).Payload.Length;
            bytes = bytes[header.TotalLength..];
        }

        return payloads / Payload.Length;
    }

    private static long Copy(ReadOnlySpan<byte> bytes, Span<byte> target, int length)
    {
        var count = 0L;
        for (; bytes.Length >= length; bytes = bytes[length..], count++)
        {
            var packet = bytes[..length];
            packet.CopyTo(target);
            count += System.Text.Unicode.Utf8.IsValid(packet[..Topic.Length]) ? 0 : 1;
        }

        return count;
    }

    private static async Task MeasureTreeAsync(Report report)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var tree = new TopicTree<object>();
        var dictionary = new Dictionary<string, object>(StringComparer.Ordinal);
        var value = new object();
        foreach (var filter in Filters())
        {
            tree.Add(Encoding.UTF8.GetBytes(filter), value);
        }

        report.Figure(
            FormattableString.Invariant($"memory of {tree.Count:N0} filters"), (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)tree.Count, "B/filter");
        var topics = Enumerable.Range(0, Packets).Select(index => $"site-{index % 4}/device-{index * 19 % Devices}/telemetry/power").ToArray();
        Array.ForEach(topics, topic => dictionary[topic] = value);
        var names = Array.ConvertAll(topics, Encoding.UTF8.GetBytes);
        var matched = await Rate.MeasureAsync(() => Task.FromResult(Match(tree, names)));
        report.Figure("searches among them, four matches each", matched.PerSecond, "searches/s");
        report.Figure("  allocated", matched.BytesEach, "B/search", "0 B");
        var looked = await Rate.MeasureAsync(() => Task.FromResult(LookUp(dictionary, names)));
        report.Yardstick("name as a string looked up in a dictionary of 1,000", looked.PerSecond, "look-ups/s");
        var filters = Filters().Take(Devices).Select(Encoding.UTF8.GetBytes).ToArray();
        var scanned = await Rate.MeasureAsync(() => Task.FromResult(Scan(filters, names[0])));
        report.Yardstick($"{Devices} filters tried one by one", scanned.PerSecond, "searches/s");
    }

    /// <summary>What a site's subscribers ask for: single points, whole devices, all devices' points.</summary>
    private static IEnumerable<string> Filters()
    {
        for (var device = 0; device < Devices; device++)
        {
            var name = FormattableString.Invariant($"site-{device % 4}/device-{device}");
            for (var filter = 0; filter < FiltersEach; filter++)
            {
                yield return filter switch
                {
                    0 => $"{name}/telemetry/power",
                    1 => $"{name}/telemetry/+",
                    2 => $"{name}/#",
                    3 => $"+/device-{device}/telemetry/power",
                    _ => $"{name}/set",
                };
            }
        }
    }

    private static long Match(TopicTree<object> tree, byte[][] names)
    {
        var found = default(Counter);
        foreach (var name in names)
        {
            tree.Match(name, ref found);
        }

        return found.Count / 4;
    }

    private static long LookUp(Dictionary<string, object> dictionary, byte[][] names)
    {
        var found = 0L;
        foreach (var name in names)
        {
            found += dictionary.ContainsKey(Encoding.UTF8.GetString(name)) ? 1 : 0;
        }

        return found;
    }

    private static long Scan(byte[][] filters, byte[] name) =>
        Array.FindAll(filters, filter => TopicFilter.Matches(filter, name)).Length > 0 ? 1 : throw new InvalidOperationException("Nothing matches.");

    private struct Counter : ITopicMatches<object>
    {
        public long Count { get; private set; }

        public void Add(ReadOnlySpan<object> values) => Count += values.Length;
    }

    /// <summary>What sets the measured packets apart.</summary>
    private sealed record PublishPacketShape
    {
        public MqttQualityOfService QualityOfService { get; init; }

        public uint? MessageExpirySeconds { get; init; }

        public int UserProperties { get; init; }

        public byte[] Encode()
        {
            using var writer = new MqttWriter();
            writer.WriteUserProperties([.. Enumerable.Repeat(new MqttUserProperty("source", "meter"), UserProperties)]);
            return writer.Written.ToArray();
        }
    }
}
