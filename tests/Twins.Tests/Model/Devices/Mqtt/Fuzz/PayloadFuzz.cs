using System.Text;
using Twins.Adapters.Mqtt;
using Twins.Points;
using Twins.Readings;
using Twins.Tests.Model.Descriptions.Mqtt;
using Twins.Tests.Protocols.Modbus.Fuzz;

namespace Twins.Tests.Model.Devices.Mqtt.Fuzz;

/// <summary>
/// Feeds damaged payloads to everything that a described connection listens to, and checks that no exception comes of it, that memory
/// stays in proportion, and that what is read is a finite number of a device that there is.
/// </summary>
internal static class PayloadFuzz
{
    /// <summary>What decoding may allocate: its workspace, an error of JSON, and for each byte some of a text.</summary>
    private const int AllowedBytes = 256 * 1024;
    private const int AllowedForEachByte = 16;

    private static readonly Timestamp Now = Timestamp.From(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

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

    private const string Senml = """
          topics:
            - topic: all
              format: senml
              points:
                - {key: activePower, name: "{device}/power", unit: kW}
                - {key: mode, name: "{device}/mode"}
                - {key: closed, name: "{device}/closed"}
                - {key: name, name: "{device}/name"}
                - {key: modules.temperature, name: "{device}/m{index}/t", unit: "°C"}
        """;

    private const string Number = "  topics: [{topic: '{device}', format: number, points: [{key: activePower, unit: W, notAvailable: none}]}]";

    private const string Time = "  topics: [{topic: '{device}', format: text, points: [{key: startedAt}]}]";

    private static readonly MqttMap[] Maps =
        [.. ((string[])[Json, Senml, Number, Time]).Select(text => MqttMap.Compile(MqttSampleFiles.Define(text))), MqttMap.Compile(Devices())];

    private static readonly byte[][] Payloads = Array.ConvertAll(
        [
            """{"device": "second", "out": [0, {"power": -1.25e1}], "a/b": "on", "closed": true, "start": 1769860800000, "name": "N\u00f6rd", "cells": [{"n": 1, "what": "u", "value": 3.25, "t": 1.5e9}, {"n": 0, "c": null}], "time": "2026-01-31T12:00:00.5Z", "x": {"y": [[1, {}]]}}""",
            """[{"bn": "second/", "bt": 1769860800.5, "bver": 10, "bu": "W", "bv": 1, "n": "power", "v": -5e2, "t": -1}, {"n": "mode", "vs": "fault"}, {"n": "closed", "vb": true}, {"n": "m1/t", "u": "Cel", "v": -20.5, "ut": 5, "s": 1}, {"n": "n\u0061me", "vs": "x"}]""",
            """{"time": "2026-01-31T12:00:00.5+01:00", "power": 1.5, "state": {"mode": "running", "closed": true}, "cells": [{"id": 0, "u": 3.3}, {"id": 2, "u": 3.4}]}""",
            """{"id": "01890a5d-ac96-774b-bcce-b302099a8057", "result": "ok", "why": "none"}""",
            "2026-01-31T12:00:00.5+01:00",
            "online",
            "-12.5e3",
        ],
        Encoding.UTF8.GetBytes);

    private static readonly byte[][] Tokens = Array.ConvertAll(
        [
            "{", "}", "[", "]", ":", ",", "\"", "\\u", "\\ud800", "null", "true", "1e999", "-", "-0", ".5", "18446744073709551616", "\"device\"", "\"cells\"", "\"bn\"",
            "\"v\"", "\"x_\"", "\uFEFF", "\0", "é", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "]}",
        ],
        Encoding.UTF8.GetBytes);

    /// <summary>Runs one payload through all sources; what is done wrong is thrown.</summary>
    /// <returns>How many readings it gave, and how many complaints.</returns>
    public static (int Readings, int Faults) Run(Random random)
    {
        var payload = ByteMutator.Mutate(Payloads[random.Next(Payloads.Length)], random);
        for (var tokens = random.Next(3); tokens > 0; tokens--)
        {
            var position = random.Next(payload.Length + 1);
            payload = [.. payload[..position], .. Tokens[random.Next(Tokens.Length)], .. payload[position..]];
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var check = new Check();
        foreach (var map in Maps)
        {
            check.Map = map;
            foreach (var source in map.Sources)
            {
                Decode(source, payload, check);
            }
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= AllowedBytes + (payload.Length * AllowedForEachByte)
            ? (check.Readings, check.Faults)
            : throw new InvalidOperationException(FormattableString.Invariant($"Decoding {payload.Length} bytes allocated {allocated}."));
    }

    private static void Decode(MqttSource source, byte[] payload, Check check)
    {
        switch (source)
        {
            case MqttReportSource report:
                var decoded = report.Decode(payload, new MqttReceipt(Now, payload.Length % 7 == 0), check.Workspace, check);
                check.Add(decoded);
                break;
            case MqttPresenceSource presence:
                presence.Decode(payload);
                break;
            case MqttAcknowledgementSource acknowledgement:
                acknowledgement.Decode(payload, payload.AsSpan(0, Math.Min(payload.Length, 36)), out _);
                break;
            default:
                throw new InvalidOperationException($"{source.GetType().Name} is not fuzzed.");
        }
    }

    private static IEnumerable<Sites.TwinDefinition> Devices() =>
        MqttSampleFiles.Load().GetCatalog().Sites[0].Devices.Where(device => device.Entry.Connection == "field");

    /// <summary>Counts what is handed over, and compares it with what decoding says that it handed over.</summary>
    private sealed class Check : IMqttReadings
    {
        private int _handedOver;

        public MqttWorkspace Workspace { get; } = new();

        public MqttMap Map { get; set; } = Maps[0];

        public int Readings { get; private set; }

        public int Faults { get; private set; }

        public void Add(MqttDecoded decoded)
        {
            Demand(decoded.Readings == _handedOver, "As many readings as counted");
            Demand(decoded.Readings > 0 || decoded.Faults > 0, "A reading or a complaint");
            Demand(decoded.Faults == 0 || decoded.First.Kind != MqttFaultKind.None, "A fault of a kind");
            _handedOver = 0;
            Faults += decoded.Faults;
        }

        public void Add(int device, in Reading reading)
        {
            Demand(device >= 0 && device < Map.Devices.Length, "A device of the map");
            Demand(reading.Point >= 0 && reading.Point < Map.Devices[device].Points.Count, "A point of the device");
            var expected = reading.Quality == Quality.Bad ? PointValueType.None : Map.Devices[device].Points[reading.Point].ValueType;
            Demand(reading.Value.Type == expected, "A value of the point's type, or none when it is bad");
            Demand(reading.Quality == Quality.Good == (reading.Reason == QualityReason.None), "A reason when it is not good");
            Demand(reading.Value.Type != PointValueType.Number || double.IsFinite(reading.Value.Number), "A finite number");
            _handedOver++;
            Readings++;
        }

        public void Complain(int device, in MqttFault fault) => Demand(
            device < Map.Devices.Length && fault.Kind != MqttFaultKind.None && fault.Position >= 0 && fault.ToString().Length > 0, "A complaint in words");

        private static void Demand(bool condition, string what)
        {
            if (!condition)
            {
                throw new InvalidOperationException($"{what} was expected.");
            }
        }
    }
}
