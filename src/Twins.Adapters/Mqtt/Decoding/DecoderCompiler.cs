using System.Collections.Immutable;
using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>Compiles the decoder of a described topic, for all devices of the connection that are of its description.</summary>
internal sealed class DecoderCompiler
{
    private readonly ImmutableArray<TwinDefinition> _devices;
    private readonly List<TwinDefinition> _definitions = [];
    private readonly Dictionary<MqttReport, List<int>> _owners = new(ReferenceEqualityComparer.Instance);

    public DecoderCompiler(ImmutableArray<TwinDefinition> devices)
    {
        _devices = devices;
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        Definitions = [.. devices.Select(device =>
        {
            if (known.TryAdd(device.Hash, _definitions.Count))
            {
                _definitions.Add(device);
            }

            return known[device.Hash];
        })];
        for (var device = 0; device < devices.Length; device++)
        {
            foreach (var report in ((MqttDescription)devices[device].Description.Protocol).Reports)
            {
                if (!_owners.TryGetValue(report, out var owners))
                {
                    _owners[report] = owners = [];
                }

                owners.Add(device);
            }
        }
    }

    /// <summary>The definition of each device: those of one hash share their ordinals.</summary>
    public int[] Definitions { get; }

    /// <summary>Compiles a topic's decoder.</summary>
    public MessageDecoder Compile(MqttReport report) => report.Format switch
    {
        MqttFormat.Json => CompileJson(report),
        MqttFormat.Senml => new SenmlDecoder(CompileNames(report)),
        _ => new WholeDecoder(Compile(report, report.Points[0], slot: -1, [], part: null), report.Format == MqttFormat.Number),
    };

    private JsonDecoder CompileJson(MqttReport report)
    {
        var site = _devices[_owners[report][0]].TimeZone;
        var message = new Scope(report.Device, null, report.Time, site);
        foreach (var point in report.Points)
        {
            Add(report, null, point, message);
        }

        var rows = report.Rows.Select((rows, index) =>
        {
            var scope = new Scope(rows.Device, rows.Index, rows.Time, site);
            foreach (var point in rows.Points)
            {
                Add(report, rows, point, scope);
            }

            message.Root.Reach(rows.Each).Rows = index;
            return new JsonRows(scope, report.FirstIndex);
        }).ToArray();
        var isNamed = report.Device is not null || report.Rows.Any(each => each.Device is not null);
        return new JsonDecoder(message, rows, isNamed ? new DeviceNames(_owners[report].Select(owner => (MqttAddress.NameOf(_devices[owner].Entry), owner))) : null);
    }

    private void Add(MqttReport report, MqttRows? rows, MqttPoint point, Scope scope)
    {
        foreach (var part in Parts(report, point))
        {
            var fill = Filler(report, part);
            var place = JsonPointer.Parse(point.Place!.Resolve(fill));
            int[] conditions = [.. point.Where.Select(selector =>
                scope.Demand(selector.Place, new MqttWord(new MqttLiteral(selector.Text.Resolve(fill), selector.IsText), PointValue.None)))];
            scope.Points.Add(Compile(report, point, scope.Capture(place), conditions, part) with { Place = rows is null ? place.Text : $"{rows.Each}/*{place}" });
        }
    }

    private IEnumerable<KeyValuePair<string, SenmlPoint>> CompileNames(MqttReport report)
    {
        foreach (var point in report.Points)
        {
            foreach (var part in Parts(report, point))
            {
                var compiled = Compile(report, point, slot: -1, [], part);
                var units = point.Value.Unit is { } unit ? SenmlUnits.Of(unit.Quantity) : [];
                var owners = point.Name!.Has(MqttPlaceholder.Device) ? _owners[report] : [-1];
                foreach (var owner in owners)
                {
                    var device = _devices[Math.Max(owner, _owners[report][0])];
                    var name = point.Name.Resolve(PointAddress.Filler(device, part + report.FirstIndex));
                    yield return KeyValuePair.Create(name, new SenmlPoint(owner, compiled with { Place = name }, units));
                }
            }
        }
    }

    private CompiledPoint Compile(MqttReport report, MqttPoint point, int slot, int[] conditions, int? part)
    {
        var first = _devices[_owners[report][0]];
        var (group, name) = PointKeys.Split(point.Key);
        var ordinals = new int[]?[_definitions.Count];
        foreach (var definition in _owners[report].Select(owner => Definitions[owner]).Distinct())
        {
            var table = _definitions[definition].Points;
            var count = group is null ? 1 : _definitions[definition].Entry.Counts.GetValueOrDefault(group);
            var keys = group is null ? [name] : Enumerable.Range(1, count).Select(index => PointKeys.OfPart(group, index, name)).ToArray();
            keys = part is { } only ? [.. keys.Skip(only).Take(1)] : keys;
            ordinals[definition] = [.. keys.Select(key => table.TryGetOrdinal(key, out var ordinal) ? ordinal : -1)];
        }

        return new CompiledPoint(
            part is { } index ? PointKeys.OfPart(group!, index + 1, name) : point.Key, "", new MqttValueCodec(point.Value, Meaning(first, point.Key), first.TimeZone), slot, conditions,
            group is not null && part is null, ordinals);
    }

    // What the point means: the same for every part.
    private static PointDefinition Meaning(TwinDefinition device, string key)
    {
        var (group, name) = PointKeys.Split(key);
        var points = group is null ? device.Type.Points : device.Type.Groups.First(known => known.Key == group).Points;
        return points.First(point => point.Key == name);
    }

    // The parts that the place itself names; a single null when it names none.
    private IEnumerable<int?> Parts(MqttReport report, MqttPoint point)
    {
        var isNamed = point.Place?.Has(MqttPlaceholder.Index) == true
            || point.Name?.Has(MqttPlaceholder.Index) == true
            || point.Where.Any(selector => selector.Text.Has(MqttPlaceholder.Index));
        if (!isNamed || report.Topic.Has(MqttPlaceholder.Index))
        {
            return [null];
        }

        var group = PointKeys.Split(point.Key).Group!;
        var most = _owners[report].Select(owner => _devices[owner].Entry.Counts.GetValueOrDefault(group)).Max();
        return Enumerable.Range(0, most).Select(part => (int?)part);
    }

    private static Func<MqttPlaceholder, string?> Filler(MqttReport report, int? part) => placeholder =>
        placeholder == MqttPlaceholder.Index && part is { } index ? (report.FirstIndex + index).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
}

/// <summary>A described point ready to be decoded.</summary>
/// <param name="Key">Key for messages.</param>
/// <param name="Place">Its pointer or name, for messages.</param>
/// <param name="Codec">Turns what is written into the value.</param>
/// <param name="Slot">Its capture within its scope; −1 where there are no captures.</param>
/// <param name="Conditions">The scope's conditions that a row must meet to be this point's.</param>
/// <param name="IsOfRowPart">Whether the row or the topic says which part it is of; otherwise its ordinal is fixed.</param>
/// <param name="Ordinals">Ordinals in the point table of each definition, by part; a null list where the definition lacks the point.</param>
internal sealed record CompiledPoint(string Key, string Place, MqttValueCodec Codec, int Slot, int[] Conditions, bool IsOfRowPart, int[]?[] Ordinals)
{
    /// <summary>The ordinal of a part's point; −1 when the device does not have it.</summary>
    public int Ordinal(int definition, int part)
    {
        var ordinals = Ordinals[definition];
        var index = IsOfRowPart ? part : 0;
        return ordinals is not null && index >= 0 && index < ordinals.Length ? ordinals[index] : -1;
    }
}
