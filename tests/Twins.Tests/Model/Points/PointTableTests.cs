using System.Collections.Frozen;
using System.Collections.Immutable;
using Twins.Points;
using Twins.Types;

namespace Twins.Tests.Model.Points;

public sealed class PointTableTests
{
    private static readonly TwinType Type = new()
    {
        Key = "test",
        Version = 1,
        Title = "Test",
        Points =
        [
            Point("power", periodSeconds: 1),
            Point("temperature", periodSeconds: 10),
            Point("efficiency", periodSeconds: 10),
            Point("setpoint", periodSeconds: null) with
            {
                Kind = PointKind.Setpoint,
                Setpoint = new SetpointPolicy(SetpointHold.Latched, null, PointValue.None, "efficiency", Dangerous: false),
            },
            Point("serialNumber", periodSeconds: null),
        ],
        Groups = [new PointGroup("cells", "Cells", [Point("voltage", periodSeconds: 10), Point("current", periodSeconds: 10)])],
    };

    private static readonly FrozenDictionary<string, TimeSpan?> Offered = new Dictionary<string, TimeSpan?>(StringComparer.Ordinal)
    {
        ["power"] = TimeSpan.FromSeconds(30),
        ["temperature"] = TimeSpan.FromSeconds(2),
        ["setpoint"] = null,
        ["serialNumber"] = TimeSpan.FromSeconds(5),
        ["cells.voltage"] = TimeSpan.FromSeconds(60),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static PointTable Table => PointTable.Expand(Type, Offered, ImmutableDictionary<string, int>.Empty.Add("cells", 2));

    [Fact]
    public void Expand_WhatTheProductDoesNotOffer_IsLeftOut() => Assert.Equal(
        ["power", "temperature", "setpoint", "serialNumber", "cells.1.voltage", "cells.2.voltage"], Table.Select(point => point.Key).ToArray());

    [Fact]
    public void Expand_ReadMoreSeldomThanTheTypeExpects_IsExpectedThatSeldom()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), Table[0].Period);
        Assert.Equal(TimeSpan.FromSeconds(60), Table[4].Period);
    }

    [Fact]
    public void Expand_ReadMoreOften_KeepsTheTypesPeriod() => Assert.Equal(TimeSpan.FromSeconds(10), Table[1].Period);

    [Fact]
    public void Expand_ReadThoughTheTypeExpectsNothing_IsExpectedAtThePaceOfReading() => Assert.Equal(TimeSpan.FromSeconds(5), Table[3].Period);

    [Fact]
    public void Expand_OnlyWritten_IsNotExpected() => Assert.Null(Table[2].Period);

    [Fact]
    public void Expand_ReporterThatIsNotOffered_IsForgotten() => Assert.Null(Table[2].Setpoint!.ReportedBy);

    private static PointDefinition Point(string key, double? periodSeconds) => new()
    {
        Key = key,
        About = key,
        Kind = PointKind.Measurement,
        ValueType = PointValueType.Number,
        Period = periodSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };
}
