using System.Collections.Immutable;
using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>Compiles what a connection listens to.</summary>
internal sealed class SourceCompiler
{
    private readonly ImmutableArray<TwinDefinition> _devices;
    private readonly DecoderCompiler _decoders;
    private readonly Dictionary<MqttReport, MessageDecoder> _compiled = new(ReferenceEqualityComparer.Instance);

    public SourceCompiler(ImmutableArray<TwinDefinition> devices)
    {
        _devices = devices;
        _decoders = new DecoderCompiler(devices);
    }

    /// <summary>The sources, by device: reports, presence, acknowledgements.</summary>
    public IEnumerable<MqttSource> Compile() => Reports().Concat(Presence()).Concat(Acknowledgements());

    private IEnumerable<MqttSource> Reports()
    {
        var shared = new HashSet<(string, MqttReport)>();
        for (var device = 0; device < _devices.Length; device++)
        {
            foreach (var report in ((MqttDescription)_devices[device].Description.Protocol).Reports)
            {
                var isShared = IsShared(report);
                foreach (var (topic, part) in Topics(report, _devices[device]))
                {
                    if (!isShared || shared.Add((topic, report)))
                    {
                        yield return new MqttReportSource(topic, report, Decoder(report), isShared ? -1 : device, part, _decoders.Definitions);
                    }
                }
            }
        }
    }

    private MessageDecoder Decoder(MqttReport report)
    {
        if (!_compiled.TryGetValue(report, out var decoder))
        {
            _compiled[report] = decoder = _decoders.Compile(report);
        }

        return decoder;
    }

    // The messages themselves say which device they are of.
    private static bool IsShared(MqttReport report) =>
        report.Device is not null
        || report.Rows.Any(rows => rows.Device is not null)
        || (!report.Topic.Has(MqttPlaceholder.Device) && report.Points.Any(point => point.Name?.Has(MqttPlaceholder.Device) == true));

    private static IEnumerable<(string Topic, int Part)> Topics(MqttReport report, TwinDefinition device)
    {
        if (!report.Topic.Has(MqttPlaceholder.Index))
        {
            return [(report.Topic.Resolve(PointAddress.Filler(device, null)), -1)];
        }

        var groups = report.Points.Concat(report.Rows.SelectMany(rows => rows.Points)).Select(point => PointKeys.Split(point.Key).Group).OfType<string>();
        var parts = groups.Select(group => device.Entry.Counts.GetValueOrDefault(group)).DefaultIfEmpty().Max();
        return Enumerable.Range(0, parts).Select(part => (report.Topic.Resolve(PointAddress.Filler(device, report.FirstIndex + part)), part));
    }

    private IEnumerable<MqttSource> Presence() => _devices
        .Select((device, index) => (device, index, ((MqttDescription)device.Description.Protocol).Presence))
        .Where(entry => entry.Presence is not null)
        .GroupBy(entry => (Topic: entry.Presence!.Topic.Resolve(PointAddress.Filler(entry.device, null)), entry.Presence))
        .Select(group => new MqttPresenceSource(group.Key.Topic, group.Key.Presence!, [.. group.Select(entry => entry.index)]));

    private IEnumerable<MqttSource> Acknowledgements() => _devices.SelectMany((device, index) => ((MqttDescription)device.Description.Protocol).Commands
        .Where(command => command.Acknowledgement is not null)
        .SelectMany(command => PointAddress.Of(device, command.Key, command.FirstIndex)
            .Select(address => command.Acknowledgement!.Topic.Resolve(address.Fill)).Distinct(StringComparer.Ordinal)
            .Select(topic => new MqttAcknowledgementSource(topic, command.Acknowledgement!, index))));
}

/// <summary>Compiles the commands of a device.</summary>
internal static class SetpointCompiler
{
    /// <summary>The commanded points, each part's own.</summary>
    public static IEnumerable<MqttSetpoint> Compile(TwinDefinition device)
    {
        var mqtt = (MqttDescription)device.Description.Protocol;
        foreach (var command in mqtt.Commands)
        {
            foreach (var address in PointAddress.Of(device, command.Key, command.FirstIndex))
            {
                if (MqttPayload.TryCompile(command.Payload, command.Format, device.Points[address.Ordinal], command.Value, command.Decimals, device.TimeZone, out var payload) is { } complaint)
                {
                    throw new ArgumentException($"'{device.Key}', {command.Key}: {complaint}", nameof(device));
                }

                yield return new MqttSetpoint(command, address, payload, FindReadBack(device, mqtt.ReadBackOf(command), address));
            }
        }
    }

    // Of a group, the read-back is of the same part.
    private static int? FindReadBack(TwinDefinition device, string? key, PointAddress address)
    {
        if (key is null)
        {
            return null;
        }

        var (group, name) = PointKeys.Split(key);
        var own = group is null ? name : $"{address.Key[..address.Key.LastIndexOf('.')]}.{name}";
        return device.Points.TryGetOrdinal(own, out var ordinal) ? ordinal : null;
    }
}
