using Twins.Adapters.Mqtt;
using Twins.Points;
using Twins.Readings;
using Twins.Tests.Model.Descriptions.Mqtt;

namespace Twins.Tests.Model.Devices.Mqtt;

/// <summary>What the device's side writes, ours reads: for any value, in every format.</summary>
public sealed class RoundTripTests
{
    private const string Json = """
          topics:
            - topic: "j/{device}"
              points:
                - {key: activePower, pointer: /p/0/w, unit: kW, scale: 0.1, sign: chargePositive}
                - {key: mode, pointer: /mode, enum: {7: running, "off": idle, true: fault}}
                - {key: closed, pointer: /closed, whenTrue: ON, whenFalse: OFF}
                - {key: name, pointer: "/a~1b"}
                - {key: startedAt, pointer: /start, timeFormat: epochMicroseconds}
              rows:
                - each: /cells
                  index: /n
                  points: [{key: modules.voltage, pointer: /u, unit: V, numberInText: true}, {key: modules.temperature, pointer: /t, unit: K}]
        """;

    private const string Senml = """
          topics:
            - topic: "s/{device}"
              format: senml
              points:
                - {key: activePower, name: "{device}/p", unit: kW, sign: chargePositive}
                - {key: mode, name: "{device}/mode"}
                - {key: closed, name: "{device}/closed"}
                - {key: name, name: "{device}/name"}
                - {key: modules.voltage, name: "{device}/{index}/u", unit: mV}
        """;

    private const string Whole = """
          topics:
            - {topic: "p/{device}", format: number, points: [{key: activePower, unit: kW}]}
            - {topic: "m/{device}", format: number, points: [{key: mode}]}
            - {topic: "c/{device}", format: text, points: [{key: closed}]}
            - {topic: "n/{device}", format: text, points: [{key: name}]}
            - {topic: "u/{device}/{index}", format: number, points: [{key: modules.voltage, unit: V}]}
        """;

    [Theory]
    [InlineData(Json, 1)]
    [InlineData(Senml, 2)]
    [InlineData(Whole, 3)]
    public void Write_AnyValues_ReadAsTheSame(string mqtt, int seed)
    {
        var random = new Random(seed);
        var map = MqttMap.Compile(MqttSampleFiles.Define(mqtt));
        var (device, workspace) = (map.Devices[0], new MqttWorkspace());
        foreach (var report in MqttDeviceSide.Compile(device).Reports)
        {
            var source = map.Sources.OfType<MqttReportSource>().Single(source => source.Topic == report.Topic);
            for (var round = 0; round < 200; round++)
            {
                PointValue[] values = [.. device.Points.Select(point => Draw(point, random))];
                Assert.Null(report.TryWrite(ordinal => values[ordinal], Messages.Now, out var payload));
                var read = new Collected();

                var decoded = source.Decode(payload, new MqttReceipt(Messages.Now, Retained: false), workspace, read);

                Assert.Equal((0, default), (decoded.Faults, decoded.First));
                Assert.All(read.Readings, reading => Assert.Equal(values[reading.Point], reading.Value));
                Assert.NotEmpty(read.Readings);
            }
        }
    }

    // Numbers of up to nine digits, as devices write them; texts that do not end in a line end, which is no part of a payload.
    private static PointValue Draw(PointDefinition point, Random random) => point.ValueType switch
    {
        PointValueType.Number => PointValue.FromNumber(random.Next(-9_999_999, 10_000_000) / 1000m is var number ? (double)number : 0),
        PointValueType.Enum => PointValue.FromEnum(point.Members[random.Next(point.Members.Length)].Code),
        PointValueType.Flag => PointValue.FromFlag(random.Next(2) == 0),
        PointValueType.Text => PointValue.FromText(string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => "aÄ\"\\/\n😀{}"[random.Next(6)])) + "."),
        PointValueType.Time => PointValue.FromTime(new Timestamp(random.NextInt64(2_000_000_000_000_000))),
        _ => PointValue.None,
    };

    private sealed class Collected : IMqttReadings
    {
        public List<Reading> Readings { get; } = [];

        public void Add(int device, in Reading reading) => Readings.Add(reading);

        public void Complain(int device, in MqttFault fault) => Assert.Fail(fault.ToString());
    }
}
