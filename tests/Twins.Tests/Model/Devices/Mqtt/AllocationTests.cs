using System.Text;
using Twins.Adapters.Mqtt;
using Twins.Readings;
using Twins.Tests.Model.Descriptions.Mqtt;

namespace Twins.Tests.Model.Devices.Mqtt;

public sealed class AllocationTests
{
    private const string Rows = """
          topics:
            - topic: all
              device: /device
              time: {pointer: /time}
              points:
                - {key: activePower, pointer: /out/power, unit: kW, scale: 0.1, sign: chargePositive}
                - {key: mode, pointer: /mode, enum: {"a b": running}}
                - {key: closed, pointer: /closed}
                - {key: startedAt, pointer: /start, timeFormat: epochSeconds}
              rows:
                - each: /cells
                  points: [{key: modules.voltage, where: {/what: u, /cell: "C{index}"}, pointer: /value, unit: V, numberInText: true}]
        """;

    private const string Row = """{"device": "s\u0065cond", "mode": "a\u0020b", "out": {"x": [1, {}], "power": -1.25}, "closed": true, "start": 5, "cells": [{"cell": "C1", "what": "u", "value": "3.25"}, {"what": "t"}, {"cell": "C0", "what": "u", "value": "oops"}], "time": "2026-01-31T12:00:00Z"}""";

    private const string Names = """
          topics:
            - topic: all
              format: senml
              points:
                - {key: activePower, name: "{device}/power", unit: kW}
                - {key: closed, name: "{device}/closed"}
        """;

    private const string Pack = """[{"bn": "second/", "bt": 1769860800, "bv": 1, "n": "power", "u": "W", "v": 5}, {"n": "clos\u0065d", "vb": true}, {"n": "power", "u": "V", "v": 1}]""";

    [Theory]
    [InlineData(Rows, Row, 5 + 1)]
    [InlineData(Names, Pack, 3)]
    [InlineData("  topics: [{topic: all, format: number, points: [{key: activePower, unit: W}]}]", "-12.5", 1)]
    [InlineData("  topics: [{topic: all, format: text, points: [{key: mode}]}]", "fault", 1)]
    public void Decode_AfterTheFirstMessage_AllocatesNothing(string mqtt, string payload, int readings)
    {
        var site = MqttSampleFiles.Site.Replace("  - {key: store-1, device: acme, connection: field, counts: {modules: 3}}\n", "", StringComparison.Ordinal);
        var source = (MqttReportSource)MqttMap.Compile(MqttSampleFiles.Define(mqtt, site)).Sources[0];
        var bytes = Encoding.UTF8.GetBytes(payload);
        var (workspace, counter) = (new MqttWorkspace(), new Counter());
        var receipt = new MqttReceipt(Messages.Now, Retained: false);
        source.Decode(bytes, receipt, workspace, counter);
        Assert.Equal(readings, counter.Readings);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            source.Decode(bytes, receipt, workspace, counter);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Counter : IMqttReadings
    {
        public int Readings { get; private set; }

        public void Add(int device, in Reading reading) => Readings++;

        public void Complain(int device, in MqttFault fault)
        {
            // Complaints cost no allocation either: their texts are of the description.
        }
    }
}
