using Twins.Storage.Relational;

namespace Twins.Tests.Storage.Relational;

/// <summary>Commands as a twin stores them.</summary>
internal static class Samples
{
    public const string Device = "industrial/bess-1";

    public static readonly DateTimeOffset Start = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456);

    public static StoredCommand Command(string device = Device, Guid? id = null, int minute = 0) => new(
        id ?? Guid.CreateVersion7(),
        device,
        "powerSetpoint",
        """{"version":1,"value":-50000.000000000007,"by":"Jürgen 🔋"}""",
        "f1",
        Start.AddMinutes(minute),
        Start.AddMinutes(minute + 5),
        "requested",
        IsOpen: true,
        [Stage("requested")]);

    public static StoredStage Stage(string state, int second = 0, string? reason = null) => new(state, Start.AddSeconds(second), reason, null);

    /// <summary>With the stages compared one by one: arrays compare by reference.</summary>
    public static void AssertSame(StoredCommand expected, StoredCommand? found)
    {
        Assert.NotNull(found);
        Assert.Equal(expected.Stages.AsEnumerable(), found.Stages);
        Assert.Equal(expected with { Stages = default }, found with { Stages = default });
    }
}
