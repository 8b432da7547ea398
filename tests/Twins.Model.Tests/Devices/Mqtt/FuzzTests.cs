using System.Text;
using Twins.Model.Devices.Mqtt;
using Twins.Model.Points;
using Twins.Model.Readings;
using Twins.Model.Tests.Descriptions.Mqtt;

namespace Twins.Model.Tests.Devices.Mqtt;

/// <summary>Whatever arrives, decoding ends with sound readings or complaints, never with an exception.</summary>
public sealed class FuzzTests
{
    private const string Json = """
          topics:
            - topic: all
              device: /device
              time: {pointer: /time}
              points:
                - {key: activePower, pointer: /out/1/power, unit: kW, scale: 0.1, numberInText: true, notAvailable: -1}
                - {key: mode, pointer: "/a~1b", enum: {on: running, 7: fault, true: idle}}
                - {key: closed, pointer: /closed}
                - {key: startedAt, pointer: /start, timeFormat: epochMilliseconds}
                - {key: name, pointer: /name}
              rows:
                - each: /cells
                  index: /n
                  time: {pointer: /t, format: epochSeconds}
                  points: [{key: modules.voltage, where: {/what: u}, pointer: /value, unit: V}, {key: modules.temperature, pointer: /c, unit: "°C"}]
        """;

    private const string JsonPayload = """{"device": "second", "out": [0, {"power": -1.25e1}], "a/b": "on", "closed": true, "start": 1769860800000, "name": "N\u00f6rd", "cells": [{"n": 1, "what": "u", "value": 3.25, "t": 1.5e9}, {"n": 0, "c": null}], "time": "2026-01-31T12:00:00.5Z", "x": {"y": [[1, {}]]}}""";

    private const string Senml = """
          topics:
            - topic: all
              format: senml
              points:
                - {key: activePower, name: "{device}/power", unit: kW}
                - {key: mode, name: "{device}/mode"}
                - {key: closed, name: "{device}/closed"}
                - {key: modules.temperature, name: "{device}/m{index}/t", unit: "°C"}
        """;

    private const string SenmlPayload = """[{"bn": "second/", "bt": 1769860800.5, "bver": 10, "bu": "W", "bv": 1, "n": "power", "v": -5e2, "t": -1}, {"n": "mode", "vs": "fault"}, {"n": "closed", "vb": true}, {"n": "m1/t", "u": "Cel", "v": -20.5, "ut": 5, "s": 1}]""";

    private const string Number = "  topics: [{topic: all, format: number, points: [{key: activePower, unit: W, notAvailable: none}]}]";

    private const string Text = "  topics: [{topic: all, format: text, points: [{key: startedAt}]}]";

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\u", "\\ud800", "null", "true", "1e999", "-", "0", ".5", "\"device\"", "\"cells\"", "\"bn\"", "\"v\"", "\"x_\"", "\uFEFF", "\0", "é", "[[[[[[[[[[[[[[[[[[[[",
    ];

    [Theory]
    [InlineData(Json, JsonPayload, 1)]
    [InlineData(Json, JsonPayload, 2)]
    [InlineData(Senml, SenmlPayload, 3)]
    [InlineData(Number, "-12.5e3", 4)]
    [InlineData(Text, "2026-01-31T12:00:00.5+01:00", 5)]
    public void Decode_DamagedPayloads_EndsWithSoundReadingsOrComplaints(string mqtt, string payload, int seed)
    {
        var site = MqttSampleFiles.Site.Replace("  - {key: store-1, device: acme, connection: field, counts: {modules: 3}}\n", "", StringComparison.Ordinal);
        var map = MqttMap.Compile(MqttSampleFiles.Define(mqtt, site));
        var source = (MqttReportSource)map.Sources[0];
        var (random, workspace, sound) = (new Random(seed), new MqttWorkspace(), new Sound(map));
        var original = Encoding.UTF8.GetBytes(payload);
        for (var round = 0; round < 4000; round++)
        {
            var damaged = Damage(original, random);
            sound.Begin();

            var decoded = source.Decode(damaged, new MqttReceipt(Messages.Now, round % 7 == 0), workspace, sound);

            Assert.Equal((decoded.Readings, Math.Min(decoded.Faults, MqttWorkspace.MostFaults)), (sound.Readings, sound.Faults));
            Assert.True(decoded.Readings > 0 || decoded.Faults > 0, Encoding.UTF8.GetString(damaged));
        }
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var hit = random.Next(5); hit > 0 && bytes.Count > 0; hit--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private sealed class Sound(MqttMap map) : IMqttReadings
    {
        public int Readings { get; private set; }

        public int Faults { get; private set; }

        public void Begin() => (Readings, Faults) = (0, 0);

        public void Add(int device, in Reading reading)
        {
            Readings++;
            var point = map.Devices[device].Points[reading.Point];
            Assert.True(reading.Value.Type == (reading.Quality == Quality.Bad ? PointValueType.None : point.ValueType), $"{point.Key}: {reading}");
            Assert.True(reading.Value.Type != PointValueType.Number || double.IsFinite(reading.Value.Number));
            Assert.True(reading.Quality == Quality.Good == (reading.Reason == QualityReason.None));
        }

        public void Complain(int device, in MqttFault fault)
        {
            Faults++;
            Assert.True(device < map.Devices.Length && fault.Kind != MqttFaultKind.None && fault.Position >= 0, fault.ToString());
        }
    }
}
