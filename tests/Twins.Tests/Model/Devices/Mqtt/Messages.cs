using System.Globalization;
using System.Text;
using Twins.Adapters.Mqtt;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;
using Twins.Tests.Model.Descriptions.Mqtt;

namespace Twins.Tests.Model.Devices.Mqtt;

/// <summary>Decodes messages of a described device, and shows what they say, one reading or complaint to a line.</summary>
internal sealed class Messages : IMqttReadings
{
    public static readonly Timestamp Now = Timestamp.From(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    private readonly MqttWorkspace _workspace = new();
    private readonly List<string> _lines = [];

    public Messages(string mqtt)
        : this(MqttSampleFiles.Define(mqtt))
    {
    }

    public Messages(IEnumerable<TwinDefinition> devices) => Map = MqttMap.Compile(devices);

    public MqttMap Map { get; }

    /// <summary>What the last message was counted as.</summary>
    public MqttDecoded Decoded { get; private set; }

    /// <summary>The messages of one topic of the sample, described as JSON unless the text says otherwise.</summary>
    public static Messages Of(string points, string topic = "acme/{device}", string more = "") =>
        new($"  topics:\n    - topic: {topic}\n{more}      points:\n{string.Concat(points.Split('\n').Select(point => $"        - {point}\n"))}");

    public string Decode(string payload, string? topic = null, bool retained = false) => Decode(Encoding.UTF8.GetBytes(payload), topic, retained);

    public string Decode(byte[] payload, string? topic = null, bool retained = false)
    {
        _lines.Clear();
        var source = Map.Sources.OfType<MqttReportSource>().First(source => topic is null || source.Topic == topic);
        Decoded = source.Decode(payload, new MqttReceipt(Now, retained), _workspace, this);
        return string.Join('\n', _lines);
    }

    public void Add(int device, in Reading reading)
    {
        var point = Map.Devices[device].Points[reading.Point];
        var quality = reading.Quality == Quality.Good ? "" : $" ({reading.Quality} {reading.Reason})";
        var time = reading.TimeSource == TimeSource.Gateway && reading.Time == Now ? "" : $" at {reading.Time} by {reading.TimeSource}";
        _lines.Add($"{Map.Devices[device].Key.Device} {point.Key} = {Show(reading.Value, point)}{quality}{time}");
    }

    public void Complain(int device, in MqttFault fault) => _lines.Add($"{(device < 0 ? "?" : Map.Devices[device].Key.Device)}: {fault}");

    private static string Show(PointValue value, PointDefinition point) => value.Type switch
    {
        PointValueType.Number => value.Number.ToString("R", CultureInfo.InvariantCulture),
        PointValueType.Enum => point.Members.Single(member => member.Code == value.EnumCode).Key,
        PointValueType.Flag => value.Flag ? "true" : "false",
        PointValueType.Time => value.Time.ToString(),
        PointValueType.Text => value.Text!,
        _ => "nothing",
    };
}
