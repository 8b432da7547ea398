using System.Text;
using Twins.Model.Devices.Mqtt;
using Twins.Model.Points;
using Twins.Model.Readings;
using Twins.Model.Tests.Descriptions.Mqtt;
using Twins.Protocols.Tests.Modbus.Fuzz;

namespace Twins.Model.Tests.Devices.Mqtt.Fuzz;

/// <summary>
/// Feeds damaged payloads to everything that a described connection listens to, and checks that no exception comes of it, that memory
/// stays in proportion, and that what is read is a finite number of a device that there is.
/// </summary>
internal static class PayloadFuzz
{
    /// <summary>What decoding may allocate: its workspace, an error of JSON, and for each byte some of a text.</summary>
    private const int AllowedBytes = 256 * 1024;
    private const int AllowedForEachByte = 16;

    private const string Rows = """
          topics:
            - topic: all
              device: /device
              time: {pointer: /time}
              points:
                - {key: activePower, pointer: /out/power, unit: kW, scale: 0.1, sign: chargePositive}
                - {key: mode, pointer: /mode, enum: {"a b": running}}
                - {key: name, pointer: /name}
                - {key: startedAt, pointer: /start, timeFormat: epochSeconds}
              rows:
                - each: /cells
                  points: [{key: modules.voltage, where: {/what: u, /cell: "C{index}"}, pointer: /value, unit: V, numberInText: true}]
        """;

    private const string Senml = """
          topics:
            - topic: all
              format: senml
              points:
                - {key: activePower, name: "{device}/power", unit: kW}
                - {key: name, name: "{device}/name"}
                - {key: closed, name: "{device}/closed"}
        """;

    private const string Numbers = "  topics: [{topic: '{device}', format: number, points: [{key: activePower, unit: W}]}]";

    private static readonly MqttMap[] Maps =
        [.. ((string[])[Rows, Senml, Numbers]).Select(text => MqttMap.Compile(MqttSampleFiles.Define(text))), MqttMap.Compile(Devices())];

    private static readonly byte[][] Payloads = Array.ConvertAll(
        [
            """{"device": "s\u0065cond", "mode": "a b", "name": "x", "out": {"x": [1, {}], "power": -1.25}, "start": 5, "cells": [{"cell": "C1", "what": "u", "value": "3.25"}, {"what": "t"}], "time": "2026-01-31T12:00:00Z"}""",
            """[{"bn": "second/", "bt": 1769860800, "bv": 1, "n": "power", "u": "W", "v": 5}, {"n": "clos\u0065d", "vb": true}, {"n": "name", "vs": "x"}]""",
            """{"time": "2026-01-31T12:00:00.5+01:00", "power": 1.5, "state": {"mode": "running", "closed": true}, "cells": [{"id": 0, "u": 3.3}, {"id": 2, "u": 3.4}]}""",
            """{"id": "01890a5d-ac96-774b-bcce-b302099a8057", "result": "ok", "why": "none"}""",
            "online",
            "-12.5e3",
        ],
        Encoding.UTF8.GetBytes);

    private static readonly byte[][] Tokens = Array.ConvertAll(
        ["[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "]}", "1e999", "-0", "\"\\ud800\"", "\\u0000", "null", "18446744073709551616", ",", ":", "\"", "\u00ff"],
        Encoding.UTF8.GetBytes);

    /// <summary>Runs one payload through all sources; what is done wrong is thrown.</summary>
    /// <returns>How many readings it gave, and how many complaints.</returns>
    public static (int Readings, int Faults) Run(Random random)
    {
        var payload = ByteMutator.Mutate(Payloads[random.Next(Payloads.Length)], random);
        if (random.Next(3) == 0)
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
                var decoded = report.Decode(payload, new MqttReceipt(default, Retained: false), check.Workspace, check);
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
            Demand(decoded.Faults == 0 || decoded.First.Kind != MqttFaultKind.None, "A fault of a kind");
            _handedOver = 0;
            Faults += decoded.Faults;
        }

        public void Add(int device, in Reading reading)
        {
            Demand(device >= 0 && device < Map.Devices.Length, "A device of the map");
            Demand(reading.Point >= 0 && reading.Point < Map.Devices[device].Points.Count, "A point of the device");
            Demand(reading.Value.Type != PointValueType.Number || double.IsFinite(reading.Value.Number), "A finite number");
            _handedOver++;
            Readings++;
        }

        public void Complain(int device, in MqttFault fault) => Demand(fault.ToString().Length > 0 && device < Map.Devices.Length, "A complaint in words");

        private static void Demand(bool condition, string what)
        {
            if (!condition)
            {
                throw new InvalidOperationException($"{what} was expected.");
            }
        }
    }
}
