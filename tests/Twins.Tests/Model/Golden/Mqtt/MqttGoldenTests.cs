using System.Text;
using System.Text.Json.Nodes;
using Twins.Adapters.Mqtt;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Tests.Model.Golden.Mqtt;

public sealed class MqttGoldenTests
{
    private static readonly Guid Command = Guid.Parse("0197f2c8-7b1a-7c00-8000-0000000000aa");

    public static TheoryData<string> Devices { get; } = [.. MqttGoldenFixture.DeviceKeys()];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Decode_TheFixturesPayloads_GivesTheExpectedReadings(string device)
    {
        var fixture = MqttGoldenFixture.Read(device);
        var definition = fixture.Define();

        foreach (var message in fixture.Messages)
        {
            var readings = Decode(definition, message.Topic, Encoding.UTF8.GetBytes(message.Payload));

            Assert.Equal(
                message.Expect.Select(pair => $"{pair.Key} = {GoldenValues.Normalise(pair.Value)}").Order(StringComparer.Ordinal),
                readings.Select(pair => $"{pair.Key} = {Show(pair.Value, definition)}").Order(StringComparer.Ordinal), StringComparer.Ordinal);
            Assert.Contains(readings.Values, reading => reading.Time.ToString() == message.Time && reading.TimeSource == TimeSource.Device);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Write_TheDevicesSide_ReadsBackAsTheSame(string device)
    {
        var fixture = MqttGoldenFixture.Read(device);
        var definition = fixture.Define();
        var side = MqttDeviceSide.Compile(definition);

        foreach (var message in fixture.Messages)
        {
            var readings = Decode(definition, message.Topic, Encoding.UTF8.GetBytes(message.Payload));
            var report = side.Reports.Single(report => report.Topic == message.Topic);
            Assert.Null(report.TryWrite(ordinal => Value(ordinal), readings.First().Value.Time, out var payload));

            var again = Decode(definition, message.Topic, payload);

            Assert.Equal(Lines(readings.Where(pair => pair.Value.Value.HasValue)), Lines(again.Where(pair => pair.Value.Value.HasValue)), StringComparer.Ordinal);

            PointValue Value(int ordinal) => readings.Values.FirstOrDefault(reading => reading.Point == ordinal).Value;
        }

        IEnumerable<string> Lines(IEnumerable<KeyValuePair<string, Reading>> readings) => readings.Select(pair => $"{pair.Key} = {Show(pair.Value, definition)}").Order(StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Command_TheFixturesSetpoints_AreWrittenAndUnderstood(string device)
    {
        var fixture = MqttGoldenFixture.Read(device);
        var definition = fixture.Define();
        var map = MqttMap.Compile([definition]);

        Assert.Equal(fixture.Commands.Select(command => command.Key).Distinct(StringComparer.Ordinal).Count(), map.Setpoints.Count());
        foreach (var command in fixture.Commands)
        {
            var setpoint = map.Setpoints.Single(candidate => candidate.Setpoint.Key == command.Key).Setpoint;
            var point = definition.Points[setpoint.Ordinal];
            Assert.Null(setpoint.TryWrite(GoldenValues.Read(point, command.Value), Command, default, out var payload));
            Assert.Equal(command.Topic, setpoint.Topic);
            Assert.Equal(command.Payload, Encoding.UTF8.GetString(payload));

            var device1 = MqttDeviceSide.Compile(definition).Commands.Single(candidate => candidate.Ordinal == setpoint.Ordinal);
            Assert.Equal(MqttFaultKind.None, device1.TryRead(payload, out var value, out var id));
            Assert.Equal((GoldenValues.Read(point, command.Reads), (Guid?)Command), (value, id));
            Assert.True(setpoint.IsFollowed(GoldenValues.Read(point, command.Value), value));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fixture_HoldsEveryPoint_WithANotAvailableValueAndANegativeOneWhereThereCanBe(string device)
    {
        var fixture = MqttGoldenFixture.Read(device);
        var definition = fixture.Define();
        var expected = fixture.Messages.SelectMany(message => message.Expect).ToList();
        var reported = definition.Description.ReportedPoints().ToHashSet(StringComparer.Ordinal);

        Assert.Equal(
            definition.Points.Select(point => point.Key).Where(key => reported.Contains(PointKeys.WithoutIndex(key))).Order(StringComparer.Ordinal),
            expected.Select(pair => pair.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Contains(expected, pair => pair.Value.Text == GoldenValues.NotAvailable);
        Assert.Equal(
            definition.Points.Any(point => point is { ValueType: PointValueType.Number, Range: null or { Minimum: < 0 } }),
            expected.Exists(pair => pair.Value.Text.StartsWith('-')));
    }

    [Fact]
    public void Write_TheFlexiVertersReport_IsTheDescribedJson()
    {
        var definition = MqttGoldenFixture.Read("flexiverter").Define();
        var report = MqttDeviceSide.Compile(definition).Reports[0];
        Assert.Null(report.TryWrite(
            ordinal => definition.Points[ordinal].Key == "efficiency" ? PointValue.None : PointValue.FromNumber(1.5), Timestamp.From(DateTimeOffset.UnixEpoch), out var payload));

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""{"time": "1970-01-01T00:00:00.000000Z", "output": {"voltage": 1.5, "current": 1.5, "power": 1.5}, "mppt": {"efficiency": null}}"""),
                JsonNode.Parse(payload)),
            Encoding.UTF8.GetString(payload));
    }

    private static Dictionary<string, Reading> Decode(TwinDefinition definition, string topic, byte[] payload)
    {
        var source = MqttMap.Compile([definition]).Sources.OfType<MqttReportSource>().Single(source => source.Topic == topic);
        var readings = new Collected();
        source.Decode(payload, new MqttReceipt(default, Retained: false), new MqttWorkspace(), readings);
        Assert.Empty(readings.Faults);
        return readings.Readings.ToDictionary(reading => definition.Points[reading.Point].Key, StringComparer.Ordinal);
    }

    private static string Show(in Reading reading, TwinDefinition definition) => GoldenValues.Show(reading, definition.Points[reading.Point]);

    private sealed class Collected : IMqttReadings
    {
        public List<Reading> Readings { get; } = [];

        public List<MqttFault> Faults { get; } = [];

        public void Add(int device, in Reading reading) => Readings.Add(reading);

        public void Complain(int device, in MqttFault fault) => Faults.Add(fault);
    }
}
