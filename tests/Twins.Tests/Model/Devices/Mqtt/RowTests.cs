using System.Globalization;

namespace Twins.Tests.Model.Devices.Mqtt;

public sealed class RowTests
{
    private const string Cells = """
          topics:
            - topic: acme/{device}
              rows:
                - each: /cells
                  points:
                    - {key: modules.voltage, pointer: /u, unit: V}
                    - {key: modules.temperature, pointer: /t/c, unit: "°C"}
        """;

    private const string Selected = """
          topics:
            - topic: acme/{device}
              firstIndex: 1
              time: {pointer: /time}
              rows:
                - each: /readings
                  points:
                    - {key: modules.voltage, where: {/name: "BUS{index}", /what: u}, pointer: /data, unit: V}
                    - {key: modules.temperature, where: {/name: "BUS{index}", /what: 7}, pointer: /data, unit: "°C"}
                    - {key: activePower, where: {/what: p}, pointer: /data, unit: W}
        """;

    private const string Several = """
          topics:
            - topic: site/all
              time: {pointer: /time, format: epochSeconds}
              rows:
                - each: /devices
                  device: /id
                  time: {pointer: /t, format: epochSeconds}
                  points: [{key: activePower, pointer: /p, unit: W}]
        """;

    private const string Named = """
          topics:
            - topic: site/all
              device: /device
              time: {pointer: /timestamp}
              points: [{key: name, pointer: /name}]
              rows:
                - each: /readings
                  points: [{key: activePower, where: {/what: p}, pointer: /data, unit: W}]
        """;

    [Fact]
    public void Decode_RowsWithoutIndex_AreCounted() => Assert.Equal(
        "store-1 modules.1.voltage = 3.1\nstore-1 modules.1.temperature = -5\nstore-1 modules.3.temperature = 20",
        new Messages(Cells).Decode("""{"cells": [{"u": 3.1, "t": {"c": -5}}, {}, {"t": {"c": 20}}]}"""));

    [Fact]
    public void Decode_MoreRowsThanParts_ComplainsOfEach() => Assert.Equal(
        "store-1 modules.3.voltage = 1\nstore-1: unknown part at byte 35, /cells/*/u (modules.voltage)",
        new Messages(Cells).Decode("""{"cells": [{}, {}, {"u": 1}, {"u": 2}]}"""));

    [Fact]
    public void Decode_AnIndexInTheRow_NamesThePart()
    {
        var messages = new Messages(Cells.Replace("      rows:", "      firstIndex: 1\n      rows:", StringComparison.Ordinal).Replace("          points:", "          index: /n\n          points:", StringComparison.Ordinal));

        Assert.Equal(
            "store-1 modules.3.voltage = 3\nstore-1 modules.1.voltage = 1\n" +
            "store-1: unknown part at byte 55, /cells/*/u (modules.voltage)\n" +
            "store-1: unknown part at byte 73, /n\n" +
            "store-1: unknown part at byte 0, /n",
            messages.Decode("""{"cells": [{"n": 3, "u": 3}, {"u": 1, "n": "1"}, {"u": 9, "n": 0}, {"n": "x", "u": 9}, {"u": 9}]}"""));
    }

    [Fact]
    public void Decode_Selectors_ChooseTheRow() => Assert.Equal(
        "store-1 modules.2.voltage = 2 at 2026-01-31T11:59:59.000000Z by Device\n" +
        "store-1 modules.1.voltage = 1 at 2026-01-31T11:59:59.000000Z by Device\n" +
        "store-1 modules.1.temperature = -7 at 2026-01-31T11:59:59.000000Z by Device\n" +
        "store-1 activePower = -50 at 2026-01-31T11:59:59.000000Z by Device",
        new Messages(Selected).Decode("""
            {"time": "2026-01-31T11:59:59Z", "readings": [
              {"name": "BUS2", "what": "u", "data": 2}, {"data": 1, "what": "u", "name": "\u0042US1"}, {"name": "BUS1", "what": 7.0, "data": -7},
              {"name": "BUS1", "what": "7", "data": 0}, {"name": "BUS9", "what": "u", "data": 0}, {"what": "p", "data": -50}, {"what": "p"}]}
            """));

    [Fact]
    public void Decode_ATimeAfterItsRows_CountsAllTheSame() => Assert.Equal(
        "store-1 activePower = 1 at 2026-01-31T11:59:59.000000Z by Device",
        new Messages(Selected).Decode("""{"readings": [{"what": "p", "data": 1}], "time": "2026-01-31T11:59:59Z"}"""));

    [Fact]
    public void Decode_SeveralDevices_EachRowIsItsOwn() => Assert.Equal(
        "store-1 activePower = 1 at 2026-01-31T11:59:59.000000Z by Device\n" +
        "store-2 activePower = -2 at 2026-01-31T11:59:58.000000Z by Device\n" +
        "?: unknown device at byte 99, /id",
        new Messages(Several).Decode(
            """{"devices": [{"id": "store-1", "p": 1}, {"p": -2, "t": 1769860798, "id": "second"}, {"p": 3, "id": "third"}], "time": 1769860799}"""));

    [Fact]
    public void Decode_ADeviceInTheMessage_IsTheRowsToo()
    {
        var messages = new Messages(Named);

        Assert.Equal(
            "store-2 activePower = 5 at 2026-01-31T12:00:00.000000Z by Device\nstore-2 name = north at 2026-01-31T12:00:00.000000Z by Device",
            messages.Decode("""{"device": "second", "timestamp": "2026-01-31T12:00Z", "readings": [{"what": "p", "data": 5}], "name": "north"}"""));
        Assert.Equal(
            "store-2 name = north\nstore-2 activePower = 5",
            messages.Decode("""{"readings": [{"what": "p", "data": 5}], "name": "north", "device": "s\u0065cond"}"""));
        Assert.Equal("?: unknown device at byte 11, /device", messages.Decode("""{"device": "first", "readings": [{"what": "p", "data": 5}], "name": "north"}"""));
        Assert.Equal("?: unknown device at byte 0, /device", messages.Decode("""{"readings": [{"what": "p", "data": 5}], "name": "north"}"""));
    }

    [Fact]
    public void Decode_SeveralSamplesOfAPoint_GivesEachInOrder() => Assert.Equal(
        "store-1 activePower = 1 at 2026-01-31T11:59:58.000000Z by Device\nstore-1 activePower = 2 at 2026-01-31T11:59:59.000000Z by Device",
        new Messages(Several).Decode("""{"devices": [{"id": "store-1", "p": 1, "t": 1769860798}, {"id": "store-1", "p": 2, "t": 1769860799}]}"""));

    [Fact]
    public void Decode_ARootArray_IsRowsToo() => Assert.Equal(
        "store-1 modules.1.voltage = 1\nstore-1 modules.2.voltage = 2",
        new Messages(Cells.Replace("each: /cells", "each: \"\"", StringComparison.Ordinal)).Decode("""[{"u": 1}, {"u": 2}]"""));

    [Fact]
    public void Decode_TwoArrays_EachHasItsRows()
    {
        var messages = new Messages(Cells + "\n        - each: /more\n          index: /i\n          points: [{key: modules.limitSetpoint, pointer: /w, unit: W}]\n  commands: [{key: modules.limitSetpoint, topic: \"t/{index}\", payload: \"{value}\", unit: W}]");

        Assert.Equal(
            "store-1 modules.2.limitSetpoint = 9\nstore-1 modules.1.voltage = 1",
            messages.Decode("""{"more": [{"i": 1, "w": 9}], "cells": [{"u": 1}]}"""));
    }

    [Fact]
    public void Decode_PointersWithAnIndex_ReachEachPart()
    {
        var messages = Messages.Of("{key: modules.voltage, pointer: \"/cells/{index}/u\", unit: V}\n{key: modules.temperature, pointer: \"/t{index}\", unit: \"°C\"}");

        Assert.Equal(
            "store-1 modules.1.voltage = 1\nstore-1 modules.3.voltage = 3\nstore-1 modules.1.temperature = -1",
            messages.Decode("""{"t0": -1, "cells": [{"u": 1}, {"x": 2}, {"u": 3}, {"u": 4}]}"""));
    }

    [Fact]
    public void Decode_TopicsWithAnIndex_NameThePart()
    {
        var messages = Messages.Of("{key: modules.voltage, pointer: /u, unit: V}", topic: "acme/{device}/cell/{index}", more: "      firstIndex: 1\n");

        Assert.Equal("store-1 modules.3.voltage = 4", messages.Decode("""{"u": 4}""", "acme/store-1/cell/3"));
        Assert.Equal(
            ["acme/store-1/cell/1", "acme/store-1/cell/2", "acme/store-1/cell/3", "acme/second/cell/1", "acme/second/cell/2"],
            messages.Map.Sources.Select(source => source.Topic), StringComparer.Ordinal);
    }

    [Fact]
    public void Decode_MoreRowsThanAreRead_GivesNothing()
    {
        var rows = string.Join(',', Enumerable.Repeat("{}", 10_001));

        Assert.Equal(
            $"store-1: too many rows at byte {(13 + rows.Length).ToString(CultureInfo.InvariantCulture)}",
            new Messages(Cells).Decode($$"""{"cells": [{{rows}}]}"""));
    }

    [Fact]
    public void Decode_ABreakAfterRows_GivesNothing() =>
        Assert.Equal("store-1: not JSON at byte 19", new Messages(Cells).Decode("""{"cells": [{"u": 1}"""));
}
